"""Make norms/gse.nederland-schwarzer.yaml: python make_gse_norm.py gse_nl.csv.

The answers are those of the Netherlands in Schwarzer's data of 24 nations (world_24nations_25nov2006.sav, in the
repository HPSNZ/hpad_gse_reference_data), as CSV with the columns nation, sample, age, sex, self1 ... self10. They are
not part
of this project; the norms are figures alone, and no cell of them holds fewer than ten persons.
"""

import subprocess
import sys
from pathlib import Path

TARGET = Path(__file__).parents[2] / "norms" / "gse.nederland-schwarzer.yaml"

ABOUT = {
    "population": "Nederland: 697 vooral oudere volwassenen (18-94 jaar, mediaan 61) en 214 verpleegkundigen; geen "
    "werkzoekenden",
    "population-en": "The Netherlands: 697 mostly older adults (aged 18-94, median 61) and 214 nurses; no job seekers",
    "status": "reference",
    "stakes": "anonymous",
    "collected": "2006",
    "source": "Schwarzer, gegevens van 24 landen (HPSNZ/hpad_gse_reference_data, world_24nations_25nov2006.sav), de "
    "rijen van Nederland. Het jaar van afname is niet vermeld: uiterlijk 2006.",
    "frame": "niet vermeld",
    "invited": "unknown",
    "responded": "911",
    "mode": "niet vermeld",
    "share-assisted": "unknown",
}

if __name__ == "__main__":
    told = [word for option, text in ABOUT.items() for word in (f"--{option}", text)]
    command = [sys.executable, "-m", "reintegratie_cli", "norms", "build", "gse", sys.argv[1], *told, "-o", str(TARGET)]
    subprocess.run(command, check=True)
