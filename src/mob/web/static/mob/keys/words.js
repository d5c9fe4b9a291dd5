/* The words of passphrases: 2986 common French words of four to eight letters without accents, so that every keyboard
 * types them. Written for moB and free to reuse (Apache-2.0, like the rest); seven of them are 80 bits of chance.
 * Adding or removing words changes nothing for files already made.
 */

globalThis.mobWords = Object.freeze(
  `
abaisser abandon abattre abdomen abeille abolir abonner aborder aboutir aboyer abri abricot abriter absence absent
absolu absurde abuser accent accepter acclamer accord accorder accourir accueil achat acheter acide acier acompte
acquis acrobate acteur actif action actrice actuel adapter addition adieu adjectif admettre admirer adopter adorer
adoucir adresse adroit adulte adverbe affaire affamer afficher affirmer agenda agent agile agir agiter agneau agrafe
agrandir agrume aider aigle aigu aiguille aile ailleurs aimable aimant aimer ainsi aisance ajouter ajuster alarme
album alerter aligner aliment allonger allumer allure almanach alors alouette alphabet amande amateur amener amical
amiral amortir amour ample ampleur ampoule amuser analyser ananas ancien ancre anglais angle animal animer anneau
annexe annoncer annuel antenne anxieux apaiser appareil appel appeler apporter appui appuyer aquarium arbitre arbre
arbuste archer ardent ardoise argent argile armoire armure aromate arracher arranger arriver arroser article artisan
artiste aspect asperge aspirer asseoir assez assiette assis associer assurer astre astuce atelier atlas atome atout
attacher attaque attendre attente attirer attraper aube auberge aucun audace auditeur audition aurore aussi autant
auteur automne autour autre avaler avancer avant avantage avare avenir aventure avenue averse avertir avion aviron
avocat avoir avouer avril azur bagage bagarre bague baguette baie baignade baigner bain baiser baisser balade baladeur
balai balancer balayer balcon baleine balise ballet ballon balustre bambou banane banc bandage bande bandeau banjo
banlieue banque banquet barbe barbier baril baron barque barrage barreau barrer basalte bascule basilic basket bassin
bastion bataille batterie bavard baver bazar beau beaucoup belette belge berceau bercer berger besoin beurre biche
bidon bien bijou bille billet biologie bison bizarre blague blanc blesser bleu bleuet bloc blond bloquer blouse
blouson bobine bocal bois boisson boiter bonbon bond bonheur bonjour bonnet bonsoir bonus bord bordure borne bosquet
bosse botte bottine bouc boucher bouchon boucle bouclier bouder bouger bougie bouillir bouillon boule bouleau boulon
bouquet bouquin bourdon bourgeon bourrer bourse boussole bout boutique bouton boxe boxeur bracelet braise brancher
bras brave bravo brebis bref bretelle brevet bricoler brigade brillant briller brin brioche brique briquet briser
broche brocoli broder bronze brosser brouette brouter broyer bruine bruit brume brun brusque brut bruyant buffet
buisson bulle bulletin bureau buste butin buvard cabane cabine cabinet cacao cacher cachet cactus cadeau cadenas
cadran cadre cafard cage cahier caille caillou caisse caissier calcaire calcul calculer calepin calmar calmer camarade
camion camp campagne camper camping canal canard canari canif canne canon canot cantine capable capital capot caprice
capsule capter capture capuche carafe caramel caravane carbone caresser cargo carnaval carnet carotte carpe carpette
carreau carrosse carrure cartable carte carton cascade case casier casque casser cassis castor causer cavalier cave
caverne caviar ceinture cela cendre centaine central centre cercle cerf cerise cerisier cerner certain cerveau cesser
chacun chagrin chaise chalet chaleur chaloupe chambre chameau chamois champ champion chance changer chanson chant
chanter chanteur chantier chapeau chapelle chapitre chaque char charade charbon charger chariot charmer charrue
chasser chasseur chaton chaud chauffer chaume chausser chauve chef chemin chemise chenille cher chercher cheval
chevalet cheveu cheville chevron chien chiffon chiffre chimie chiot choc chocolat choisir choix chorale chose chou
chouette chuter cible cidre ciel cigale cigogne cime ciment cinq cintre cirage circuit circuler cirer cirque ciseau
citadin citation citer citron civil clair clairon clameur claquer classer clavier clef client climat clin clocher
cloison cloporte clou clouer clown club cobalt cobra cocher cochon coco cocon cocotier code coffre coffret coiffer
coiffeur coin coincer colibri colis coller collier colline colombe colonel colonne colorer colorier combat combien
combiner comique comme comment commerce commode commune compact compagne compas complet composer compote compris
compter comptoir comte concert conclure concours conduire confier confort conique connu conseil consigne consoler
consonne constant contenir content conter contour contrat contre convenir copain copier coquet coquille corail corbeau
corde cordon corne cornet corps correct corridor corriger cosmos costaud costume coton coucher coucou coude coudre
couler couleur coulisse couloir coupable couper couple couplet coupure courage courant courber coureur courir couronne
courrier course court cousin coussin couteau coutume couture couvent couvert couvrir crabe craie craindre crainte
crampe crapaud craquer cravate crayon crevette crier crin crique cristal critique crochet crocus croire croiser croix
croquer croquis crosse cruel crypte cube cueillir cuire cuisiner cuisse cuivre culotte cultiver culture curieux
curseur cycle cycliste cyclone cygne cylindre dalle dame damier danger danser danseur date datte dauphin debout dedans
dehors delta demain demander demeure demi dent dentelle dentiste depuis dernier descente dessert dessin dessiner
dessous dessus destin deux devant devenir devin deviner devise devoir dicton dieu diffuser digne digue dindon dire
direct diriger discours discret discuter disque distance distinct divers diviser docile docteur document doigt domaine
dompter donc donner dont doper dorer dormeur dormir dorsal doser dossier douane douanier doubler douce douceur douche
doudou douleur douter doux douze dragon drame drap drapeau dresser droite dune duper durable durant durcir durer duvet
dynamo encadrer enclos enclume encore encre endive endormir endroit enfance enfant enfermer enfiler enfin enfler
engager engin engrais enjamber enjeu enlever ennemi ennui ennuyer enrichir enseigne ensemble ensuite entamer entasser
entendre entente entier entourer entracte entraide entrain entrer envahir envers envie envoi envol envoyer erreur
escabeau escale escalier escargot escrime espace espadon espoir esprit essai essayer essence essor essuyer estimer
estomac estrade estuaire exact examen examiner excuser exemple exercer exercice exil exister exotique expert exploit
explorer exploser exposer extraire extrait fable fabrique fabuleux facile facteur facture faible faiblir faillir faim
faire faisan fait falaise falloir fameux familial familier famille fanfare farce farceur fardeau farine farouche
fatiguer faucon faune fauteuil fauve faux faveur favori femme fendre fenouil fente fermer fermier ferveur festin
festival feuille feutre fiable fiancer fibre ficelle fiche fichier fier figue figuier figure filer filet fille filleul
film filmer fils filtrer final finesse finir fiole firme fixer flacon flamant flambeau flamber flamme flan flanc
flanelle flaque flatter fleur fleurir fleuve flexible flocon flore flotter flotteur flou fluor flux foin foire fois
folie folklore fonction fond fondre fondue fonte football forcer forger forgeron formel former formule fort fortune
fossile foudre fouet fouiller foulard fouler foulure four fourche fourgon fourmi fournir fourrage fourrure foyer
fragile fragment fraise franc franchir frange frapper fraude frein freiner frelon fresque frime frire frise froid
froisser fromage froment front fronton frotter fruit fruitier fugace fuir fuite fumer furet fureur furieux fusain
fuseau fusion futile futur gabarit gagner gain gala galant galaxie galerie galet galette galop galoper gambader
gamelle gamin gamme gant garage garantie garantir garder gardien garer garnir gauche gaufre gazelle gazeux gazon geler
gencive gendarme gendre genou genre gens gentiane gentil gerbe germer geste gibier gilet girafe gitan givre glacer
glacial glacier glacis glaise gland glaner glisser global globe gloire glousser glouton gobelet goinfre golfe gommer
gond gondole gonfler gorge gorille gosier gouache goudron gouffre gourde gourmand gourmet gousse goutte grabuge grade
gradin graine graisse gramme grand grandeur grandir grange granit grappe gras gratin gratter gratuit graver gravier
gravir gravure greffer grelot grenade grenat grenier grillade griller grillon grimace grimper grincer griotte grippe
gris grive grogner gronder gros grosse grotte grouper gruau grue guenon guetter guider guidon guignol guise guitare
gymnase habile habiller habit habitant habiter habitude hache hachis haie hamac hameau hamster hanche handball hangar
hanneton hareng haricot harmonie harnais harpe harpon hasard haut hauteur hectare herbe herbier hermine hermite heure
heureux heurter hibou hier hippique histoire hiver hocher hockey homard hommage homme honneur honorer horaire horizon
horloger hors hospice hotte houle housse houx hublot huile huit humain humble humeur humide humour hurler husky hutte
hymne ignorer iguane imaginer imiter immense immeuble immobile impact imposer imprimer inclus inconnu indice indigne
indigo indiquer infini infirme informer injuste insecte inspirer instant instinct intense interne intrigue intrus
inventer inverse inviter invoquer iris irriter isoler issue ivoire jabot jade jadis jaguar jaillir jalon jaloux jamais
jambe jambon janvier japonais jardin jardiner jargon jarre jasmin jaune javelot jazz jetable jeter jeton jeudi jeune
jeunesse joie joindre joker joli jongler jongleur jouer jouet joueur jour journal jovial joyau joyeux judo jugement
juger juillet juin jumeau jumelle jument jungle junior jupe jurer juron jury jusque juste justesse justice juteux
kayak kimono kiosque kiwi klaxon koala label labour labourer lacet lactose lagon lagune laine laisser lait laitier
laiton laitue lama lame lampe lampion lancer langage lange langue lanterne lapin laque laquelle lard large largeur
larguer lasso latin laurier lavabo lavage lavande laver laverie laveur lavoir lecteur lecture lent lentille lequel
lessive leste lettre leur levain lever levier levure lexique libre licence licorne lien lier lierre lieu ligne ligoter
lilas limace limaille lime limiter limonade limpide linge lingot lion lionne liqueur liquide lire lisible lisser liste
literie litre livrer livret local logement loger logique logo loin lointain loisir long longer longueur loquet lorsque
losange lotion lotus louange louche louer loueur loupe lourd loutre loyal loyer lucarne luciole ludique lueur luge
luire lumbago lundi lune lunette lustre lutin lutter lutteur luxe lynx lyrique macaron machine madame magasin magicien
magie magique magnolia maigre maigrir maille maillot main maint maire mairie maison majeure major malade maladie
malice malin malle mallette mammouth manche manchot mandarin mandat manger mangue manier manquer mansarde manteau
manuel maquette maquis marais marathon marbre marbrure marchand marcher mardi marelle marge mari mariage marier
mariner maritime marmite marmotte marquer marquis marraine marre marron mars marteau martre masquer massage masse
massif match matelas matelot maternel matin matinal mauvais mauve maximum mazout meilleur melon membre mener menhir
mensonge mental menthe mentir menton menu merci mercredi mercure meringue merle merlu messager mesurer mettre meubler
meule meunier miauler miche micro midi miel mien miette mieux mignon migraine milieu mille million mimer mimosa mince
mine mineur ministre minuit minute miracle mirage miroir miroiter mission mite mixte mobile mode moderne modeste
moduler mohair moine moineau moins mois moisson molaire mollet moment monde mondial monnaie monsieur monstre mont
montagne monter montrer monument moqueur moraine morale morceau mordre morille morse mortier morue moteur motif
motiver moto motte mouche moudre mouette moufle mouiller moule moulin mousse mousseux moutarde mouton mouvoir moyen
moyenne muet muffin muguet mulet mulot multiple munir muraille mural murmure muscade muscat muscle museau musette
musical musicien musique mutuel mygale myope myrte myrtille nacelle nacre nageoire nager nageur nappe narguer narine
narrer nasal natal natation nation natte nature naturel naufrage nautique navet navette navire neiger nerf nerveux
nette nettoyer neuf neutre neveu nicher nier nigaud niveau noble noce noir noircir noisette noix nombre nombreux
nombril nommer nord normal notaire noter notice notion notre nouer nougat nouille nourrir nous nouveau nouvelle
novembre noyau noyer nuage nuance nuire nuit nuque nylon nymphe oasis objectif objet oblique obscur observer obstacle
obtenir obtus occasion occuper ocre octave octobre octroyer odeur odorat office officiel offre offrir oignon oiseau
oisillon olive olivier ombre ombrelle omelette omoplate once oncle onde onduler ongle onze opale opaque opinion
opposer optique orage oral oranger orateur orbite ordonner ordre oreiller organe orge orgue orient orienter origan
origine orme orner orteil ortie orvet oser osier otage otarie oubli oublier ouest ours oursin oursonne outarde outil
outre ouvert ouvrage ouvrier ouvrir ovale pacte page pagode paille pain paire palais palette palier palme palmier
palourde palpable palper panda panier panne panneau panorama panser pantalon pantin paon papaye papi papier papillon
papoter paquebot paquet parade parage parasol parc parcelle parcours pardon pareil parent parer paresse parfait
parfois parfum parfumer pari parier parking parler parmi paroi parole parquet parrain part partager partie partir
partout parure parvenir passager passant passer passion pasteur patate patauger patience patient patin patiner
patineur patrie patron patte pauvre pavage pavillon pavot payer pays paysage paysan peau peigner peindre peintre
peinture pelle pelote pelouse peluche penchant pencher pendant pendre pendule penser pensif pente percer percher
perdre perdrix perforer perle permis perron perruche perruque persil personne perte peser petit peuple peuplier peur
pharaon phare phase phoque photo phrase piano pichet pied pierre pieuvre pigeon pignon pile pilier pilon piloter
pilule piment pimpant pinceau pincer pingouin pinson pintade piocher pion pionnier pipeau piquant piquer pirate
pirogue piscine pistache piste pistolet pitre pivert pivot pivoter pizza placard placer plafond plage plaindre plaine
plainte plaire plaisant plaisir plan plancher planer planter plaque plat platane plateau plein pleurer pleuvoir plier
plisser plomb plombier plonger plongeur pluie plumage plume plumeau plupart pluriel plus pluvieux pneu poche pochette
podium poignard poignet poil poing pointer pointu poire poireau poirier pois poison poisson poitrine poivre poivron
polaire poli police poliment pollen polo pomme pommeau pommier pomper pompier poncer ponctuel poney pont porc porche
portail porter porteur portier portion portrait poser positif possible poster postier posture potable potager poteau
potence poterie potier potion potiron pouce poudre poulain poule poulet poulie poulpe poumon pour pourpre pourquoi
pourtant pousser poussin poutre pouvoir prairie praline pratique premier prendre presque presser pression prestige
preuve prier primaire prime primeur prince prise prison prix probable proche produire produit profil profit profond
projet projeter prologue promener promesse prompt propice propos proposer propre proue prouver prune pruneau prunier
public publier puce puis puiser puissant puits pull punaise punir pupille pupitre puzzle pyjama pyramide python quai
quand quantum quarante quart quartier quatorze quatre quelque question quetsche queue quiche quille quinte quinze
quitter quoi quota rabais rabattre rabot raboter race racine racler raconter radar rade radeau radical radieux radio
radis rafale raffiner rafting rage ragondin raide raideur raie rail raisin raison rajouter ralentir rallonge ramage
ramasser rameau ramener ramer rameur ramier ramoner ramper rancune rang ranger ranimer rapace rapide rappel rappeler
rapport raquette rare raser rasoir rassurer ration raton ravage ravier ravin ravir rayer rayon rayonner rayure rebond
rebondir rebord recette recevoir recopier recoudre recueil reculer redire redouter refaire refermer reflet refrain
refuge refus refuser regagner regard regarder registre regret reine rejeter relais relancer relatif relever relief
relier relire reliure reluire remarque remettre remise remonter remords remorque rempart remplir remuer renard rendre
renne renom renoncer rente rentrer renvoi renvoyer repas repasser repentir repli replier repos reposer reprise requin
respect respirer ressort rester retard retenir retirer retour retraite revanche revenir revenu reverdir revers revoir
revue rhubarbe rhume riche richesse ride rideau rien rieur rigide rigoler rigolo rigueur rimer rincer rire risquer
rivage rival river robe robinet robot robuste rocade rocher rocheux roman romarin rompre ronce ronde rondeur ronfler
ronger rongeur ronron rosace rose roseau rosier rotation rotule rouage roue rouge rougeole rougir rouiller rouleau
rouler roulotte route routier routine roux royal royaume ruban rubis ruche rude ruelle rugby rugir rugueux ruiner
ruisseau rumeur ruminer rural ruse rustique rythme sable sableux sablier sabot sabre sachet sacoche sage sagesse
saigner sain saint saisir saison salade saladier salaire saler salir salive salle salon saluer salut samedi sandale
sandwich sang sangle sanglier sanglot sans santal sapin sarcelle sardine sarment satin sauce saucisse sauf sauge saule
saumon sauna saut sauter sauvage sauver savane savant saveur savoir savon savonner savourer scandale scarole sceau
sceptre schiste science scier scieur scolaire score scorpion scout scribe scrutin seau secouer secours secret secteur
section seigle seigneur seize seller selon semaine sembler semelle semence semer semis semoule senior sens sensible
senteur sentier sentir sept serein sergent serin seringue serment serpe serpent serpette serrer serrure serveur
service servir seuil seul siffler sifflet sigle signal signer silence silex sillage sillon simple simuler singer sinon
sinueux sirop situer skier skieur slalom social soda sofa soie soif soigner soigneux soin soir soixante soja solaire
soldat solde sole soleil solide solo soluble solution sombre sommeil sommet somnoler sonate sonder songer sonner
sonnerie sonnette sonore sorbet sorbier sorcier sorte sortie sortir sosie sottise souche souci soucoupe soudain souder
soudeur souffler souffrir souhait soulager soulever soulier soupape souper soupir souple source sourcil sourd sourire
souris sous soutenir soutien souvenir souvent spatial sphinx spirale sport sportif square stable stade stage stand
station statue stop store strophe studio stupeur style stylo subir subit subtil sucrer suer sueur suffire suffixe suie
suite suivant suivre sujet superbe supplier support supposer sureau surface surgir surnom surprise surtout survie
survivre survoler suspect suture syllabe symbole syndicat synonyme tableau tabler tablette tablier tabouret tacher
tact tactique tailler tailleur taire talent talon talus tambour tamis tamiser tampon tandem tandis tangente tango tank
tanner tante tantine taon taper tapir tapis tapisser tapoter taquin taquiner tard tarder tardif tarif tarte tartine
tartre tasser taupe taureau taux taxe taxi teindre teinte teinture temple tempo temps tenace tenaille tendance tendon
tendre tendu tenir tennis tension tenter tenue terme terminer terminus terne terrain terrasse terre terreur terrible
terrien terrier terrine terroir test tester texte textile texture thon thym tiare tibia ticket tien tiers tige tigre
tigresse tilleul timbale timbre timide tirelire tirer tiret tiroir tisane tisser tissu titre toast toile toilette toit
toiture tomate tomber tombola tome tondeuse tondre tonique tonneau tonner tonnerre topaze toque torche torchon tordre
tornade torrent torride torse torsion tortue tortueux total totem toucan toucher toujours toundra toupet toupie tour
tourbe tourelle touriste tourment tournant tourner tournoi tourte tousser tout toux tracer tracteur traduire trafic
trahir train traire trait traiter traiteur trajet tramway trancher transat transe trapu travail traverse treize
trembler tremper tremplin trente triangle tribord tribu tribune tricher tricot tricoter trident trier trinquer trio
triomphe triple triste triton troc trois trombone tromper tronc trop tropical trottoir trou troubler troupe troupeau
trousse trouver truc truelle truffe truite tuba tube tuile tulipe tulle tumulte tunique tunnel turban turbine turbot
tutelle tuteur tutu tuyau type typique ultime ulve unanime uniforme union unique unir univers urbain urgence urne
usager user usine usuel utile vacance vacarme vaccin vache vagabond vague vaillant vain vaincre vaisseau valable valet
valeur valide valise vallon valoir valser vanille vaniteux vanne vannerie vanter vapeur varan varappe variable varier
vase vaste vautour veau vedette veiller veine velours velu vendange vendeur vendre vendredi venin venir vente ventre
verbal verbe verdure verger verglas vermeil vermine verre verrou verrue vers versant verser version verso vert
vertical vertige vertu verveine vestale veste vestige veston viande vibrer vicomte victoire vider vieillir vieux vigie
vigne vigueur vilain villa village ville vinaigre vingt violent violet violette violon virage virer virgule visage
viser visible vision visiter visqueux visser vital vitamine vite vitesse vitrail vitre vitrier vitrine vivace vivant
vivier vivre vocal voguer voici voie voiler voilier voir voisin voiture voix volaille volant volcan voler volet volley
volt volume vorace voter votre vouer vouloir vous voyager voyelle vrac vrai vraiment vulgaire wagon yacht yaourt yoga
zeste zinc zinzin zizanie zone zoom
`
    .trim()
    .split(/\s+/),
);
