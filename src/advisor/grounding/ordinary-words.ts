/**
 * Words a sentence about markets may begin with. A capital says nothing at the head of a sentence, so a word that is
 * not here, and is not built like an English one, is taken for somebody's name.
 */
const WORDS = new Set(
  `a about above according across add added after again against all almost along already also although altogether always amid
among an and annual another any applied apart around as aside at average averages away back bands based be bear because been
before behind being below beneath beside besides better beta between beyond both brief broad broadly bull but by buyers can cash caution
certificate change changes company companies accounts clear clearly close closer closes cost costs could course data day days deep despite diversification dividend
dividends do does down downside drawdown drawdowns due during each earlier earnings either else elsewhere equally even events every
everything evidence exactly except expect expected expenses exposure facts fair fewer few figures finally first flat flow flows
following for forget forward four from further future gains gap gaps given gives good growth half hard has have he headline
headlines hence her here high higher highs his history hold holders holdings how however i if in indeed index indicators
inside instead interest into investors is it its itself judged just keep key largely last lastly late later latest lean least
left less let level levels like likewise limits line lines liquidity little long look looks losses low lower lows main mainly many
margins mark market markets may mean means measured meanwhile mere mid middle mind mixed mode model momentum money month months more
moreover most mostly move moves much must my names near nearly neither net never nevertheless new news next no nobody none nor
not note nothing now nowhere of off often oil old on once one only open optimality optimisation or order oscillator oscillators other others otherwise our
out outside over overall oversold overbought own part past pattern people per performance perhaps picture plainly plan play please point points
portfolio position positions positive possible power present press price prices prior profit proof proposed pulse put quarter
quick quiet quite range rate rather ratio read readers readings recent recently relative relatively report rest result results return returns rise rises risk risks
room rows rule say scale scores score season second sector sectors see seen sellers sentiment set several shall share shareholders
shares sharp she short shortfall should side signal signals signs similar similarly simply since single size slope slow small so some
something soon source sources spread stability stand still stock stocks strength stress strong such sum summary support sure swing swings table tail taken taking
target technical technically tension term tests than that the their them then there thereafter therefore these they thin things third this those though
three thus time to today together tone too top total toward towards trade traders trades trading trend trends true turn turnover two ultimately
under unless until up upper upside us use usual value values very via view views volatility volume volumes wait was watch we weak week
weekly weeks weight weights well what whatever when where whereas whether which while who whole whoever why wide with within without word words worse worst
worth would year years yesterday yet yield yields you your`.split(/\s+/),
);

const ENGLISH =
  /(?:ing|ed|ly|tion|tions|sion|ment|ments|ness|ity|ities|ance|ence|able|ible|ward|wards|ally|wise|ful|less|ism|ical|ative|ious|eous|ility|rage)$/;

export const isOrdinaryWord = (word: string): boolean =>
  WORDS.has(word) || (word.length > 5 && ENGLISH.test(word));
