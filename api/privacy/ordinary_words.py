"""Names that are words as well: a text with one of them may speak of a season or a street."""

from __future__ import annotations

from api.accounts.credentials.guessable_words import GUESSED_FIRST
from api.store.name_forms import word_key

_WORDS = """
agent admin august bank bay bech berg birk bisp bjerg bjørn blom bo bonde borg bork bro brandt brun
bruun busk bygger bæk bøg bøgh dag dahl dal dam due eg else else engel eng falk feld fisker flint flod
fri frost fugl gade gammel gave glad gren grøn gravesen graver gud gård hald halv hammer
hav have have heden hede hegn hein hjort holm holt hus husum hvid høj høst juni juul jul
kaj kilde kirk kirke kjær klint klok klit knag kok konge krog krone kruse kær lang lassen leer leth let
lind lille linde liv lund lunde lykke lyng lys lærke løve maj mand mark mester mille munk mus my
mølle møller mort nat natt nord ny ove odde olsen pave per pil post præst
puck rask ravn regn ridder rose rosen rød salt sand sander sejr siv skov skytte slot smed
smidt snog sol sommer sort sten stein stjerne storm stor strand strøm sund svane sværd syd sæl
søe sø taler toft torp trane tue tved tyge ulv vad vang vest vibe vig vinter viol vind vrå
ørn øst øster ask bent gift iris jan tom 
bill may june rose grace mark hope faith will grant art rich pat sue miles chase page rob bob drew
hunter young white black brown green short long king bishop cook baker day field hill lake wood stone info
mail kontakt vagter hotline borgerservice team leder kontor
"""

ORDINARY = frozenset(map(word_key, (*_WORDS.split(), *GUESSED_FIRST)))
"""Each as its `word_key`."""
