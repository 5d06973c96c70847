/**
 * What people with these names are called as well: the full name first, its short forms behind it. Gathered by hand from
 * what is common in English, German, Dutch, French, Spanish, Italian, Portuguese, Scandinavian and Slavic use, written
 * as `nameWords` folds names. A short form may stand behind several names: Chris is Christopher or Christine.
 */
const LINES = `
  abigail abby abbie gail
  abraham abe bram
  adelaide addie heidi
  agnieszka aga
  albert al bert bertie
  alejandro ale alex
  alejandra ale alex
  aleksander alek olek alex sasha
  aleksandra ola sasha alex
  alessandra ale sandra alex
  alessandro ale sandro alex
  alexander alec aleck alex sandy sasha sascha xander lex
  alexandra alex sandra sandy sasha lexi lexie
  alexandre alex
  alexis alex lexi
  alfred al alf alfie fred freddy
  alison ali allie
  amanda mandy
  andrea andi
  andreas andi andy
  andrew andy drew
  angela angie
  anna ann anne annie anni anya ania
  anneliese anne liese
  anthony tony ant
  antonia toni tonia
  antonio toni tonio antonio
  antonius anton toon ton
  arthur art artie
  augustus gus august
  barbara barb babs basia
  bartholomew bart
  bartosz bartek
  beatrice bea trixie
  beatrix bea trixie
  benedict ben benny bene
  benedikt ben bene
  benjamin ben benny benji benjy
  bernadette bernie
  bernard bernie barney
  bernhard bernd berni
  bethany beth
  bradley brad
  bridget bridie biddy
  calvin cal
  cameron cam
  carolina caro lina
  caroline carol carrie caro
  catherine cat cate cathy kate katie kathy kitty cath
  charles charlie charley chuck chas chaz
  charlotte charlie lotte lottie
  christian chris
  christiane chris
  christina chris chrissie tina christa
  christine chris chrissie tina
  christoph chris
  christopher chris kit topher
  clemens clem
  clifford cliff
  clinton clint
  constance connie
  cornelia conny nelly
  cornelius cor kees corne
  cynthia cindy
  daniel dan danny dani
  daniela dani
  danielle dani
  david dave davey davy
  deborah deb debbie debra debby
  dennis denny
  dmitri dima mitya
  dmitry dima mitya
  dominic dom nick
  dominik dom nik
  donald don donnie
  dorothea dora thea doro
  dorothy dot dottie dolly
  douglas doug
  edmund ed eddie ned ted
  eduardo edu lalo
  edward ed eddie ned ted teddy
  edwin ed eddie
  eileen ellie
  ekaterina katya kate
  eleanor ellie nell nora ella
  elena lena
  elisabeth lisa lisbeth elise else betty sissi liesel
  elizabeth liz lizzie beth betty betsy eliza ellie elsie lisa libby bess
  emily em emmy
  emma em emmy
  emmanuel manu manny
  enrique quique kike
  ernest ernie
  ernst erni
  eugene gene
  evgeny zhenya eugene
  federica fede
  federico fede
  felicity fliss
  ferdinand ferdi
  fernando nando fer
  florian flo
  frances fran fanny frankie
  francesca franca fran
  francesco franco ciccio
  francis frank frankie fran
  francisco paco pancho fran curro
  franciscus frans frank
  francois frans
  franklin frank
  franz franzl
  franziska franzi
  frederick fred freddie freddy rick
  frederic fred
  friedrich fritz fred
  gabriel gabe gabi
  gabriele gabi
  gabriela gabi
  gabrielle gabby gabi
  genevieve gen viv
  geoffrey geoff jeff
  george georgie
  georg schorsch jorg
  gerald gerry jerry
  gerard gerry ger
  gerardus gerard ger
  gerhard gerd
  gertrude trude trudy gert
  gianluca luca gian
  giovanni gianni nanni
  giuseppe beppe pino peppe
  giuseppina pina
  gregory greg
  grzegorz grzesiek greg
  guadalupe lupe
  guillermo memo guille
  gwendolyn gwen
  hannah hanna
  harold harry hal
  harriet hattie
  heinrich heinz heiner henry
  helena lena hela
  helene lena leni
  hendrik henk rik
  henriette jette
  henry harry hank hal
  herbert herb bert
  hildegard hilde
  howard howie
  hubert bert hubi
  ignacio nacho
  ignatius nate iggy
  irina ira
  isaac ike zac
  isabel isa bella izzy belle
  isabella isa bella izzy belle
  isidoro isi
  ivan vanya
  jacob jake jay coby
  jacqueline jackie jacqui
  jakob jockel
  jakub kuba
  james jim jimmy jamie jem
  jan janek
  janet jan
  janice jan
  jean jeannie
  jeanette jean netty
  jeffrey jeff
  jennifer jen jenny jenn
  jeremiah jerry jeremy
  jeremy jerry jem
  jerome jerry
  jerzy jurek
  jessica jess jessie
  jesus chuy
  joanna jo joan asia
  joanne jo
  joaquin quino
  johan jo hans
  johann hans hannes
  johanna hanna hanne jo
  johannes hans hannes jo jan joop
  john johnny jack jon
  jonathan jon jonny johnny nathan
  jorg jurgen
  jose pepe chepe
  josef sepp jupp jo
  josefina pepa fina
  joseph joe joey jo
  josephine jo josie josy
  joshua josh
  judith judy jude
  julia jules julie
  julian jules
  julie jules
  juliet jules
  justin jus
  karl karli
  karolina karo
  katarzyna kasia
  katharina kathi kati kathrin katja katrin
  katherine kat kate katie kathy kitty kay
  kathleen kath kathy kate katie
  kathryn kat kate katie kathy
  kenneth ken kenny
  kevin kev
  kimberly kim
  konrad conny kon
  konstantin kostya konsti
  kristin kris kristi
  kristina kris tina kristi
  kristopher kris
  krzysztof krzys krzysiek chris
  larisa lara
  laura laurie
  lauren laurie
  laurence larry laurie
  lawrence larry laurie
  leonard leo len lenny
  leonhard leo hardy
  leonardo leo nardo
  leopold leo poldi
  lillian lil lily
  lorenzo renzo
  louis lou louie
  louise lou
  luca luc
  lucas luke luc
  luciana lucy
  lucille lucy
  ludwig lutz
  madeleine maddie
  madeline maddie
  magdalena lena magda leni
  malcolm mal
  malgorzata gosia
  manfred manni fred
  manuel manu manolo
  manuela manu
  marcus mark marc
  margaret maggie meg peggy peg marge margie madge greta rita
  margarete grete gretel greta rita
  margarita rita marga
  maria mary marie mia masha
  marianne mari
  marilyn mary lyn
  mario marius
  marjorie marge margie
  marta martha
  martha marty patty
  martin marty
  mary molly polly mollie
  massimo max
  massimiliano max massi
  mateusz mati
  matthew matt matty
  matthias matze matti hias
  matthijs matt thijs
  maureen mo
  maurice mo
  maximilian max maxi
  maximiliane maxi
  maxwell max
  melanie mel
  melissa mel lissa
  mercedes merche
  michael mike mick mickey mikey micha michi michel
  michaela micha michi
  michal michalek
  michele micky
  michelle shelly micky
  mikhail misha
  miguel migue
  mildred millie
  mohammad mo mohamed muhammad mohammed
  monika moni
  nadezhda nadia nadya
  natalia nat natasha tala
  natalie nat
  nathan nate nat
  nathaniel nate nat nathan
  nicholas nick nicky nico
  nicola nicky nico
  nicolas nico nick
  nicole nicky niki
  nikolai kolya nik
  nikolaus klaus niko
  norbert nobby bert
  olga olya
  oliver ollie oli
  olivia liv livvy
  oscar ozzie
  pamela pam
  patricia pat patty trish tricia patti
  patrick pat paddy
  paulina paula lina
  pavel pasha
  penelope penny
  percival percy
  peter pete
  petronella nel nelly
  philip phil pip
  phillip phil pip
  philipp phil
  philippa pippa pip
  piotr piotrek
  prudence pru
  rachel rach
  rafael rafa rafi
  raimund rai
  ralph ralf
  ramon moncho
  randall randy
  randolph randy
  raymond ray
  rebecca becky becca bec
  regina gina
  reginald reg reggie
  reinhard hardy
  renate nate reni
  ricarda rike
  ricardo rick rico richi
  richard rich rick ricky dick richie
  robert rob robbie bob bobby bert robin
  roberta bobbie
  roberto beto berto
  roderick rod
  rodney rod
  rodolfo rudy fito
  roger rog
  roland rolli
  ronald ron ronnie
  rosario charo
  rosemarie rosi rose
  rosemary rose rosie
  rudiger rudi
  rudolf rudi
  rudolph rudy
  russell russ
  ruth ruthie
  sabrina bri
  salvatore toto salvo
  samantha sam sammy
  samuel sam sammy
  santiago santi
  sara sally
  sarah sally sadie
  sebastian seb basti bastian
  sergei seryozha
  sergio checo
  siegfried siggi sigi
  sigrid siggi
  sofia sophie
  sophia sophie
  stanislaw staszek
  stanley stan
  stefan stef steff
  stefanie steffi stef
  stephan steph stef
  stephanie steph steffi
  stephen steve steph
  steven steve
  stuart stu
  susan sue susie suzy
  susanne susi sanne
  susanna sue susie sanna
  suzanne sue suzy
  svetlana sveta
  sylvia syl
  tatiana tanya tanja
  terence terry
  teresa tess tere terry resi
  theodor theo
  theodore ted teddy theo
  theresa tess terry tessa resi
  therese resi
  thomas tom tommy
  timothy tim timmy
  tobias tobi toby
  tomasz tomek
  tomas tom
  ulrich uli ulli
  ulrike uli rike
  ursula uschi ulla
  valentina vale
  valerie val
  veronica ronnie vero
  veronika vroni
  victor vic
  victoria vicky tori vic
  viktor vik
  vincent vince vinny vin
  vincenzo enzo
  virginia ginny ginger
  vladimir vova volodya
  volker volki
  walter walt wally
  waldemar waldi
  wilfred wilf
  wilhelm willi willy wim
  willem wim pim
  william will bill billy willie liam
  winifred winnie
  wojciech wojtek
  wolfgang wolf wolfi
  yekaterina katya
  yevgeny zhenya
  yvonne vonnie
  zachary zach zack zac
  zbigniew zbyszek
`;

const FULL_NAMES: ReadonlyMap<string, ReadonlySet<string>> = fullNames();

function fullNames(): Map<string, Set<string>> {
  const of = new Map<string, Set<string>>();
  for (const line of LINES.trim().split('\n')) {
    const names = line.trim().split(' ');
    for (const name of names) of.set(name, (of.get(name) ?? new Set()).add(names[0] ?? name));
  }
  return of;
}

/** Whether somebody with one of these given names may call themselves by the other: Bob and Robert, Bob and Rob. */
export function isSameGivenName(one: string, other: string): boolean {
  const others = FULL_NAMES.get(other);
  return others !== undefined && [...(FULL_NAMES.get(one) ?? [])].some((full) => others.has(full));
}
