"""The pages of the stand-ins: sober, in French, without the State's marks, and saying loudly what they are not."""

from __future__ import annotations

from html import escape

from mob.integrations.standins.cast import Cast, Script
from mob.integrations.standins.character import Character

_STYLE = """
:root{color-scheme:light dark;--fond:#fff;--encre:#1b2530;--doux:#475462;--filet:#c3cad2;--bord:#66727f;--alerte:#fff1d6;
--alerte-encre:#3d2700;--alerte-filet:#a86400;--bouton:#1b2530;--bouton-encre:#fff;--vise:#0b5fff}
@media (prefers-color-scheme:dark){:root{--fond:#12171c;--encre:#eef2f5;--doux:#b6c1cb;--filet:#333d47;--bord:#8794a1;
--alerte:#33250b;--alerte-encre:#ffe4b5;--alerte-filet:#d99a34;--bouton:#eef2f5;--bouton-encre:#12171c;--vise:#7fb0ff}}
*{box-sizing:border-box}body{margin:0;background:var(--fond);color:var(--encre);font:1.0625rem/1.5 system-ui,sans-serif}
.bande{background:var(--alerte);color:var(--alerte-encre);border-bottom:3px solid var(--alerte-filet);padding:.9rem 1.25rem}
.bande p{max-width:41.5rem;margin:0 auto}.bande strong{font-size:1.2rem;display:block}
main{max-width:44rem;margin:0 auto;padding:1.5rem 1.25rem 4rem}h1{font-size:1.7rem;line-height:1.2;margin:.5rem 0 .75rem}
h2{font-size:1.2rem;margin:2.5rem 0 .5rem}p{margin:.5rem 0;max-width:62ch}.doux{color:var(--doux)}
ul.gens{list-style:none;margin:1rem 0 0;padding:0;border-top:1px solid var(--filet)}
ul.gens li{display:grid;grid-template-columns:1fr auto;gap:.25rem 1.25rem;align-items:center;padding:.85rem 0;
border-bottom:1px solid var(--filet)}ul.gens p{margin:0}ul.gens .nom{font-weight:700}
ul.gens .dit{font-size:.95rem;color:var(--doux);overflow-wrap:anywhere}
ul.gens p{grid-column:1}ul.gens button{grid-column:2;grid-row:1/span 6}
button{font:inherit;font-weight:700;min-height:2.75rem;padding:.4rem 1.1rem;border:2px solid var(--bouton);border-radius:4px;
background:var(--bouton);color:var(--bouton-encre);cursor:pointer}button.second{background:none;color:var(--encre)}
:focus-visible{outline:3px solid var(--vise);outline-offset:2px}label,legend{display:block;font-weight:700}
fieldset{border:0;margin:0;padding:0}.champ{margin:0 0 1rem}.champ span{display:block;font-weight:400;color:var(--doux)}
input:not([type=radio]){font:inherit;width:100%;max-width:24rem;min-height:2.75rem;padding:.4rem .6rem;
border:2px solid var(--bord);border-radius:4px;background:var(--fond);color:var(--encre);margin-top:.25rem}
.choix{font-weight:400;display:inline-flex;gap:.5rem;align-items:center;min-height:2.75rem;margin-right:1.5rem}
details{border-bottom:1px solid var(--filet)}.fin{margin-top:1.5rem}
summary{cursor:pointer;font-weight:700;padding:.75rem 0;min-height:2.75rem}
.erreur{border-left:4px solid #b3261e;padding-left:1rem}
code{overflow-wrap:anywhere}
@media (max-width:32rem){ul.gens li{grid-template-columns:1fr}ul.gens li button{grid-column:1;grid-row:auto;margin-top:.5rem}}
"""
_PAGE = """<!doctype html><html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex"><title>{title}</title><style>{style}</style></head><body>
<header class="bande"><p><strong>Ceci n’est pas {name}</strong> C’est un simulateur, fait pour la démonstration de moB.
Les personnes sont inventées. N’y écrivez rien de vrai.</p></header><main>{body}</main></body></html>"""
_DATA = {
    "identite_pivot": "l’état civil",
    "profile": "l’état civil",
    "birth": "le lieu de naissance",
    "email": "l’adresse électronique",
    "preferred_username": "le nom d’usage",
    "cnaf_quotient_familial": "le quotient familial",
    "mesri_admissions": "le statut étudiant",
    "cnous_statut_boursier": "la bourse",
    "ants_extrait_immatriculation_vehicule_donnees_immatriculation_vehicule": "le véhicule",
    "siret": "l’organisation",
    "usual_name": "le nom",
    "given_name": "le prénom",
}


def _page(name: str, title: str, body: str) -> str:
    heading = f"{title} – ceci n’est pas {name}"
    return _PAGE.format(title=escape(heading), style=_STYLE, name=escape(name), body=body)


def choice(character: Character, scopes: frozenset[str], *, is_missing: bool = False) -> str:
    """Who signs in. Each line is one button; what goes wrong on purpose stands apart."""
    plain = [each for each in character.cast if each.script is Script.NONE]
    acted = [each for each in character.cast if each.script is not Script.NONE]
    asked = list(dict.fromkeys(_DATA[scope] for scope in sorted(scopes) if scope in _DATA))
    said = f"<p>Le service demande : {escape(', '.join(asked))}.</p>" if asked else ""
    error = (
        '<p class="erreur" role="alert">Choisissez une personne, ou remplissez chaque champ.</p>' if is_missing else ""
    )
    typed = _TYPED if character.improvise({"person": "typed", **_ANYBODY}) else ""
    body = (
        f'<h1>Qui se connecte ?</h1>{error}{said}<form method="post">{_people(plain, character)}</form>{typed}'
        f"<details><summary>Essayer ce qui peut mal tourner</summary>"
        f'<form method="post">{_people(acted, character)}</form></details>'
        '<form method="post" class="fin"><button class="second" name="leave" value="1">Renoncer et revenir</button></form>'
    )
    return _page(character.name, "Qui se connecte ?", body)


_ANYBODY = {"family_name": "a", "given_names": "a", "birth_date": "a"}
_TYPED = """<details><summary>Une autre personne</summary><form method="post">
<p class="doux">Le même état civil donnera le même identifiant la prochaine fois.</p>
<div class="champ"><label for="f">Nom de naissance</label><input id="f" name="family_name" required></div>
<div class="champ"><label for="g">Prénoms <span>Séparés par une espace</span></label>
<input id="g" name="given_names" required></div>
<div class="champ"><label for="b">Date de naissance</label><input id="b" name="birth_date" type="date" required></div>
<fieldset class="champ"><legend>Sexe à l’état civil</legend>
<label class="choix"><input type="radio" name="gender" value="female" checked> Féminin</label>
<label class="choix"><input type="radio" name="gender" value="male"> Masculin</label></fieldset>
<div class="champ"><label for="e">Adresse électronique <span>Facultative</span></label>
<input id="e" name="email" type="email"></div>
<button name="person" value="typed">Continuer avec cette personne</button></form></details>"""


def _people(cast: list[Cast], character: Character) -> str:
    return f'<ul class="gens">{"".join(_line(each, character) for each in cast)}</ul>'


def _line(who: Cast, character: Character) -> str:
    """Somebody who signs in plainly has a name; of the others, what happens is what matters."""
    label = escape(f"{character.button} {who.full_name} : {who.about}", quote=True)
    if who.script is not Script.NONE:
        button = f'<button class="second" name="person" value="{escape(who.key)}" aria-label="Essayer : {escape(who.about)}">'
        return f"<li><p>{escape(who.about)}</p>{button}Essayer</button></li>"
    shown = "".join(f'<p class="dit">{escape(f"{name} : {value}")}</p>' for name, value in who.details().items())
    return (
        f'<li><p class="nom">{escape(who.full_name)}</p><p>{escape(who.about)}</p>{shown}'
        f'<button name="person" value="{escape(who.key)}" aria-label="{label}">Continuer</button></li>'
    )


def turned(character: Character, why: str) -> str:
    """The request is wrong: for whoever writes the service."""
    body = f"<h1>Cette demande est refusée</h1><p><code>{escape(why)}</code></p>"
    body += "<p>Revenez au service et recommencez. Si cela se répète, c’est au service d’être corrigé.</p>"
    return _page(character.name, "Demande refusée", body)


def unknown() -> str:
    body = "<h1>Rien à cette adresse</h1><p>Revenez au service d’où vous venez.</p>"
    return _page("un service de l’État", "Rien à cette adresse", body)


def home() -> str:
    """What is served here, for whoever comes by the front door."""
    body = (
        "<h1>Simulateurs de la démonstration</h1><p>moB s’en sert à la place de FranceConnect, de ProConnect et d’API "
        "Particulier. Ils parlent les vrais protocoles, avec des personnes inventées.</p><p>Rien ne commence ici : "
        "ouvrez la page de connexion de moB.</p>"
    )
    return _page("un service de l’État", "Simulateurs", body)
