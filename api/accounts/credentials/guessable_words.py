"""Words that whoever guesses passwords in Denmark tries first: no list of a library's has them."""

from __future__ import annotations

_WORDS = """
fællesvagt faellesvagt vagtplan vagt vagten vagter hotline hotlinen kommune kommunen borgerservice
borger kodeord kodeordet adgangskode adgang password hemmelig hemmeligt velkommen goddag godmorgen
hejhej hejmeddig sommer sommeren sommerferie vinter vinteren vinterferie efterår efteraar foraar forår
foråret efteråret efterårsferie påske paaske påskeferie jul julen juleferie nytår nytaar ferie ferien
fastelavn januar februar marts april maj juni juli august september oktober november december mandag
tirsdag onsdag torsdag fredag lørdag loerdag søndag soendag weekend danmark dansk danske københavn
koebenhavn kobenhavn aarhus århus odense aalborg ålborg esbjerg randers kolding horsens vejle roskilde
herning silkeborg viborg holstebro sønderborg jylland midtjylland fyn sjælland sjaelland bornholm
kattegat vesterhavet digitalpost mitid nemid borgerdk telefon telefonen support service kontor kontoret
arbejde arbejdet rådhus raadhus rådhuset leder medarbejder koordinator administrator bruger brugernavn
system computer skærm fodbold håndbold haandbold landshold brøndby broendby fckøbenhavn fckobenhavn agf
kærlighed kaerlighed skat skatter familie familien mormor farmor morfar farfar hund hunden kat katten
hest hesten blomst sol solskin regnbue stjerne måne maane hjerte jegelskerdig elskerdig prinsesse
sommerfugl kaffe chokolade rødgrød smørrebrød jordbær jordbaer øl oel pizza test tester tester123 qwerty
qwertyuiop qwertyuiopå asdfghjkl asdfghjklæø zxcvbnm
"""

GUESSED_FIRST = tuple(_WORDS.split())
