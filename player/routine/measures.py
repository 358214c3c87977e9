"""The figures a runner takes now and then, to compare with earlier ones."""

from __future__ import annotations

from typing import NamedTuple

from player.routine.languages import DEFAULT_LANGUAGE


class Measure(NamedTuple):
    """Something that is measured.

    Attributes:
        name: What it is called, aloud.
        unit: What it is counted in, aloud: as it follows "in".
        sides: Names of the sides it is taken on, or empty.
        how: How it is taken.
        low: The least figure that makes sense.
        high: The greatest.
    """

    name: str
    unit: str
    sides: tuple[str, ...]
    how: str
    low: float
    high: float


MEASURES = {
    "knee-to-wall": Measure(
        "Knee to wall", "centimetres", ("left foot", "right foot"),
        "Find the furthest place for your foot from which the knee still touches the wall "
        "with the heel down. Take three tries; the best one counts.", 0, 30,
    ),
    "thoracic-rotation": Measure(
        "Upper back rotation", "degrees", ("left", "right"),
        "Sit tall with your arms crossed. Keep the pelvis still and turn as far as you can.",
        0, 120,
    ),
    "hip-extension": Measure(
        "Hip extension", "degrees", ("left leg", "right leg"),
        "Kneel on the working side and let that thigh go back behind you, without a hollow back. "
        "Pushing off wants about ten degrees.", -30, 60,
    ),
    "stride-comfort": Measure(
        "Stride comfort", "points from one to ten", (),
        "How did your last easy run feel? Ten is as light as can be.", 1, 10,
    ),
    "stride-length": Measure(
        "Stride length", "metres", (), "Look up the stride of an easy run on your watch.", 0.3, 3,
    ),
    "cadence": Measure(
        "Cadence", "steps a minute", (), "Look up the cadence of an easy run on your watch.",
        60, 260,
    ),
    "perceived-effort": Measure(
        "Effort", "points from one to ten", (),
        "How hard was this session? One is no effort at all.", 1, 10,
    ),
}  # fmt: skip
"""Measures by id, in English."""


class MeasureWords(NamedTuple):
    """What is said of a measure in another language; the parts are those of `Measure`."""

    name: str
    unit: str
    sides: tuple[str, ...]
    how: str


IN_OTHER_WORDS: dict[str, dict[str, MeasureWords]] = {
    "de": {
        "knee-to-wall": MeasureWords(
            "Knie zur Wand", "Zentimetern", ("linker Fuß", "rechter Fuß"),
            "Such den größten Abstand des Fußes zur Wand, bei dem das Knie sie noch berührt und "
            "die Ferse unten bleibt. Du hast drei Versuche, der beste zählt.",
        ),
        "thoracic-rotation": MeasureWords(
            "Drehung im oberen Rücken", "Grad", ("links", "rechts"),
            "Setz dich aufrecht hin, die Arme verschränkt. Halte das Becken ruhig und dreh dich "
            "so weit, wie du kannst.",
        ),
        "hip-extension": MeasureWords(
            "Hüftstreckung", "Grad", ("linkes Bein", "rechtes Bein"),
            "Knie dich auf das Bein, das du misst, und schieb den Oberschenkel nach hinten, ohne "
            "ins Hohlkreuz zu fallen. Zum Abdrücken braucht es etwa zehn Grad.",
        ),
        "stride-comfort": MeasureWords(
            "Laufgefühl", "Punkten von eins bis zehn", (),
            "Wie hat sich dein letzter lockerer Lauf angefühlt? Zehn heißt: leichter geht es "
            "nicht.",
        ),
        "stride-length": MeasureWords(
            "Schrittlänge", "Metern", (),
            "Schau auf deiner Uhr nach, wie lang deine Schritte bei einem lockeren Lauf sind.",
        ),
        "cadence": MeasureWords(
            "Schrittfrequenz", "Schritten pro Minute", (),
            "Schau auf deiner Uhr nach, wie hoch sie bei einem lockeren Lauf ist.",
        ),
        "perceived-effort": MeasureWords(
            "Anstrengung", "Punkten von eins bis zehn", (),
            "Wie anstrengend war diese Einheit? Eins heißt: gar nicht.",
        ),
    },
    "es": {
        "knee-to-wall": MeasureWords(
            "Rodilla a la pared", "centímetros", ("pie izquierdo", "pie derecho"),
            "Busca el punto más alejado desde el que la rodilla todavía toca la pared sin que se "
            "levante el talón. Haz tres intentos, cuenta el mejor.",
        ),
        "thoracic-rotation": MeasureWords(
            "Rotación de la espalda alta", "grados", ("izquierda", "derecha"),
            "Siéntate con la espalda recta y los brazos cruzados. Mantén la pelvis quieta y gira "
            "todo lo que puedas.",
        ),
        "hip-extension": MeasureWords(
            "Extensión de cadera", "grados", ("pierna izquierda", "pierna derecha"),
            "Arrodíllate sobre la pierna que mides y deja que el muslo vaya hacia atrás, sin "
            "arquear la espalda. Para impulsarte bien hacen falta unos diez grados.",
        ),
        "stride-comfort": MeasureWords(
            "Comodidad de zancada", "puntos del uno al diez", (),
            "¿Qué sensaciones tuviste en tu último rodaje suave? Diez es ir ligero del todo.",
        ),
        "stride-length": MeasureWords(
            "Longitud de zancada", "metros", (),
            "Mira en tu reloj la zancada de un rodaje suave.",
        ),
        "cadence": MeasureWords(
            "Cadencia", "pasos por minuto", (),
            "Mira en tu reloj la cadencia de un rodaje suave.",
        ),
        "perceived-effort": MeasureWords(
            "Esfuerzo", "puntos del uno al diez", (),
            "¿Cuánto te costó esta sesión? Uno es sin ningún esfuerzo.",
        ),
    },
    "fr": {
        "knee-to-wall": MeasureWords(
            "Genou au mur", "centimètres", ("pied gauche", "pied droit"),
            "Cherche la plus grande distance entre le pied et le mur à laquelle le genou touche "
            "encore, talon au sol. Fais trois essais, le meilleur compte.",
        ),
        "thoracic-rotation": MeasureWords(
            "Rotation du haut du dos", "degrés", ("gauche", "droite"),
            "Assieds-toi le dos droit, les bras croisés. Garde le bassin immobile et tourne aussi "
            "loin que tu peux.",
        ),
        "hip-extension": MeasureWords(
            "Extension de hanche", "degrés", ("jambe gauche", "jambe droite"),
            "Mets au sol le genou du côté à mesurer et laisse la cuisse partir en arrière, sans "
            "creuser le dos. Pour bien pousser, il faut environ dix degrés.",
        ),
        "stride-comfort": MeasureWords(
            "Aisance de foulée", "points de un à dix", (),
            "Comment était ton dernier footing tranquille ? Dix, c'est tout en légèreté.",
        ),
        "stride-length": MeasureWords(
            "Longueur de foulée", "mètres", (),
            "Regarde sur ta montre la foulée d'un footing tranquille.",
        ),
        "cadence": MeasureWords(
            "Cadence", "pas par minute", (),
            "Regarde sur ta montre la cadence d'un footing tranquille.",
        ),
        "perceived-effort": MeasureWords(
            "Effort", "points de un à dix", (),
            "Cette séance était-elle dure ? Un, c'est sans aucun effort.",
        ),
    },
}  # fmt: skip
"""What is said of each measure in the languages other than English."""


def measure_in(language: str, name: str) -> Measure:
    """The measure of an id, with what is said of it in a language."""
    measure = MEASURES[name]
    if language == DEFAULT_LANGUAGE:
        return measure
    return measure._replace(**IN_OTHER_WORDS[language][name]._asdict())
