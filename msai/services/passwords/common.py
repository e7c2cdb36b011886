"""Passwords that stand on every list of stolen ones, and the words that people put digits behind.

Written down from common knowledge, in small letters; in the languages of those who save here as well.
"""

_WORDS = """
password passwort motdepasse contrasena contraseña senha parola wachtwoord parole haslo passord kennwort
password1 password12 password123 password1234 passw0rd p@ssw0rd p@ssword pa55word passpass passphrase
mypassword mypass secret secrets secret123 topsecret letmein letmein1 letmeinnow welcome welcome1 welcome123
welcomeback admin administrator admin123 adminadmin root toor rootroot guest test test123 testtest testing
tester default changeme changeit changethis change temp temporary temppass login loginlogin signin access
access14 master master123 superuser user username userpass nopassword nopass none null unknown blank 123456
1234567 12345678 123456789 1234567890 0123456789 987654321 9876543210 87654321 12341234 123123123 11223344
1122334455 12344321 12121212 11111111 22222222 33333333 55555555 66666666 77777777 88888888 99999999
00000000 112233445566 123454321 123321123 147258369 159753456 741852963 789456123 14789632 13579246 24681012
10203040 20202020 102030405060 31415926 314159265 27182818 19871987 19901990 20002000 20202021 20212022
20232023 20242024 abc123 abc12345 abcd1234 abcdefg abcdefgh abcdef123 a1b2c3d4 a1b2c3d4e5 a123456789
aa123456 aaa111 abcabc abc123abc 1q2w3e4r 1q2w3e4r5t 1qaz2wsx 1qaz2wsx3edc qazwsx qazwsxedc qazwsx123
zaq12wsx zaq1zaq1 q1w2e3r4 q1w2e3r4t5 qwer1234 qwerty qwerty1 qwerty12 qwerty123 qwerty1234 qwerty12345
qwertyui qwertyuiop qwert12345 qwertz qwertzui azerty azertyui azertyuiop asdf asdfasdf asdf1234 asdfgh
asdfghjk asdfghjkl asdqwe asdqwe123 zxcv zxcvbn zxcvbnm zxcvbnm1 zxcvasdf qweasd qweasdzxc qweqwe qweqweqwe
123qwe 123qweasd 123abc 1234abcd 12qwaszx 1234qwer 123456a 123456abc 123456789a 123456qwerty q1q1q1q1
poiuytrewq lkjhgfdsa mnbvcxz 0987654321 iloveyou iloveyou1 iloveyou2 iloveyousomuch iloveu iloveme ilovehim
iloveher ilovegod ilovejesus ilovemom ilovemymom ilovemyfamily ilovemyself iloveyoubaby loveyou loveyou1
loveyou2 lovely lovelove love123 love lovers lover loveme lovebird lovestory loveforever forever foreverlove
mylove mylover myheart sweetheart sweetie sweet babygirl babygirl1 babyboy baby babybaby babylove honey
honeyko honeybee darling angel angelbaby angels kisses kissme hugs princess princess1 prince queen king
kingdom beautiful pretty gorgeous cutie cutiepie handsome sexy sexygirl hottie single single1 married wifey
hubby husband wife mother mommy mama mamako mom mamapapa papa daddy dad father brother sister family
familyfirst myfamily children mychildren kids son daughter bestfriend friends friend friendship friendster
happiness happy happyday smile smiley laugh joyful peace hope faith trust trustno1 believe dream dreams
dreamer freedom liberty justice victory winner success lucky lucky7 blessed blessing blessings heaven
heavenly jesus jesus1 jesuschrist jesusislord jesuslovesme christ godisgood godislove godbless godblessme
praisegod inshallah bismillah alhamdulillah subhanallah mashallah assalamualaikum muhammad allahuakbar allah
amen hallelujah blessedbegod krishna ganesha ommanipadme buddha namaste mahalkita mahalkoto mahalko mahal
mahalkosila mahalkongpamilya pamilya pamilyako anakko mgaanakko asawako mahalkoasawako bahala bahalana
kaibigan kabayan pinoy pinay pinoyako pilipinas pilipino philippines filipino filipina manila cebu davao
iloilo baguio batangas pampanga anghel maganda pogi poginako gwapo gwapa ganda gandako sampaguita tinikling
adobo sinigang lechon jollibee barangay salamat kumusta kamusta ligaya pagibig pagasa bayani diwata sayang
sayangku sayangkamu sayangmama sayangibu cinta cintaku cintakamu akucintakamu akusayangkamu rahasia
katasandi bismillah123 indonesia merdeka garuda jakarta bandung surabaya semarang malang cilacap lombok
jawatimur keluarga keluargaku anakku ibuku ayahku mamaku papaku bapak terimakasih selamat bahagia semangat
kucing hongkong hongkong1 hongkong123 hongkonger kowloon newterritories victoriapark macau taiwan taipei
singapore singapura malaysia kualalumpur thailand bangkok vietnam saigon hanoi myanmar yangon cambodia nepal
kathmandu mynepal india mumbai srilanka colombo bangladesh dhaka pakistan korea seoul busan southkorea japan
tokyo osaka china beijing shanghai dubai qatar kuwait saudi riyadh jeddah lebanon beirut netherlands
amsterdam holland rotterdam italy italia milano london england america canada toronto vancouver australia
sydney newyork california domestichelper helper amah nanny migrant migrantworker overseas remittance
balikbayan savings saving savings1 savingsgroup mysavings savemoney money money1 mymoney moneymoney cash
bank banker banking mybank gold golden diamond silver dollar dollars million millionaire billionaire rich
richgirl treasure treasurer monkey monkey1 monkeys dragon dragon1 dragonball tiger tigers lion lions
lionking eagle eagles bear bears teddy teddybear puppy doggy dog doggie mydog cat kitty kitten hellokitty
kittycat rabbit bunny bird birdie parrot butterfly butterflies dolphin dolphins fish horse horses elephant
panda penguin turtle snake spider scorpion wolf chicken chickens pig piglet goat cow buffalo carabao mangoes
mango banana apple orange cherry strawberry coconut pineapple papaya durian ginger pepper cookie cookies
chocolate cupcake candy sugar coffee icecream pizza noodle noodles rice ricefield adobo1 sunshine sunshine1
sunflower sunset sunrise sunday sundaymorning sunny monday tuesday wednesday thursday friday saturday
january february march april mayday june july august september october november december summer summertime
winter spring autumn rainbow rainbow1 rain moon moonlight star stars starlight superstar starwars sky
skyblue cloud ocean beach island river mountain flower flowers rose roses rosebud lily jasmine orchid daisy
violet garden forest nature earth world helloworld hello hello1 hello123 hellohello hi goodbye goodmorning
goodluck goodnight thankyou please sorry whatever nothing something anything everything always never
together football football1 baseball basketball soccer volleyball tennis badminton golf hockey swimming
dancing dancer boxing pacquiao ronaldo ronaldo7 messi messi10 barcelona realmadrid liverpool chelsea arsenal
manchester manchesterunited juventus lakers jordan jordan23 kobe kobebryant superman superman1 batman
spiderman ironman avengers pokemon pikachu naruto onepiece doraemon dragonballz starwars1 harrypotter
gandalf matrix terminator godzilla cinderella snowwhite tinkerbell barbie mickey mickeymouse minniemouse
minnie spongebob garfield snoopy tweety stitch elsa frozen disney disneyland blackpink bts btsarmy bangtan
exo twice beyonce rihanna michael michaeljackson westlife backstreet facebook facebook1 facebook123 whatsapp
messenger instagram tiktok youtube google gmail yahoo hotmail twitter internet computer laptop iphone
samsung nokia android windows microsoft apple123 wireless wifi wifipass linkedin myspace myspace1 skype
viber telegram netflix spotify michelle jennifer jessica ashley amanda nicole daniel daniela andrea andrew
anthony charlie christian christine christina david george hannah heather jasper jeremy jonathan joseph
joshua justin kimberly lauren maria mariah maryjane mariel maricel marjorie marvin matthew melissa mercedes
michael1 nathan patrick patricia rachel rebecca richard robert samantha sarah sophia stephanie steven thomas
tiffany vanessa veronica victoria william angela angelica angelina angelica1 anna alexander alexandra alexis
elizabeth catherine cristina fernando francis gabriel gabriela gloria grace jayson jenny jeffrey jerome
johnny johnpaul junjun kristine lorna lovelyn marilyn rosalie rosemarie sharon sheila siti sitinur fatimah
aisyah nurul putri dewi wati sriwahyuni muhammad1 shadow shadow1 hunter hunter2 killer ninja samurai warrior
soldier pirate wizard phantom ghost vampire devil demon satan666 lucifer fuckyou fuckyou1 fuckoff asshole
bitch bullshit whore pussy cocacola pepsi starbucks mcdonalds toyota honda yamaha suzuki nissan ferrari
mercedes1 bmw porsche mustang corvette camaro harley davidson motorcycle metallica nirvana guitar music
musica mymusic musiclover singer rockstar rocknroll hiphop karaoke student teacher nurse doctor engineer
lawyer police captain boss bossing leader president manager secretary school college university student1
teacher1 graduate computer1 trustme openup opensesame sesame abracadabra supersecret verysecret donttell
nobody somebody anybody
"""

COMMON = frozenset(_WORDS.split())
