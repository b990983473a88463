/**
 * What a word does in a financial headline:
 * `up`/`down` move things, `good`/`bad` are things one wants to see rise or fall, `pos`/`neg` judge by themselves,
 * `not` negates, `end` takes away what follows or went before, `same` says that nothing moved, `more`/`less` compare,
 * `plan` speaks of schedules and announcements.
 */
export type WordClass = 'up' | 'down' | 'good' | 'bad' | 'pos' | 'neg' | 'not' | 'end' | 'same' | 'plan';

/** Base forms; verbs and nouns get their regular inflections from `inflect`. */
const BASES: Record<WordClass, string> = {
  up: `rise gain climb jump surge soar rally grow increase rebound recover spurt zoom spike swell widen
    double triple quadruple expand accelerate boost lift raise hike strengthen deepen quicken extend
    bounce leap escalate intensify multiply skyrocket rocket inch edge perk improve revive resurge
    reclaim regain scale top pile add enhance ramp balloon worsen appreciate ascend mount near-double`,
  down: `fall drop decline slip slide plunge plummet tumble dip sink shrink narrow halve decrease reduce cut
    cool weaken slump tank crash dive nosedive shed retreat recede trim pare slash contract soften
    moderate decelerate dwindle diminish erode crumble depreciate lag subside abate sag correct lower
    wane ebb falter ease melt exhaust dry`,
  good: `profit revenue sale income earning margin growth demand order output production export share stock
    market index rupee volume turnover dividend ebitda gdp iip rating outlook guidance inflow subscriber
    customer confidence sentiment asset deposit pat topline bottomline equity realisation valuation
    recovery spending consumption investment return yield traffic occupancy collection reserve liquidity
    streak currency price bull buyer capital fund debut listing upgrade lending loan job crude`,
  bad: `loss debt inflation cost expense deficit npa unemployment joblessness claim risk fear worry concern
    volatility churn delay outflow provision impairment tax tariff duty sanction ban curb default fraud
    probe lawsuit penalty fine layoff burn vix shortage glut slowdown recession woe tension uncertainty
    liability slippage downgrade accident gap inventory stress attrition selloff slide crisis burden
    restriction expenditure damage wrongdoing guilty allegation charge bear seller embargo emission
    outage recall warning weakness impairment writeoff write-off write-down rout scandal`,
  pos: `good strong robust beat outperform buy bullish win bag approve optimistic upbeat positive attractive
    promising healthy success shine recommend accumulate upside breakout favourable favorable cheer
    relief best bright impressive solid stellar outpace outshine buoy confident oversubscribe surpass
    exceed exceptional excellent multibagger winner lucrative bargain undervalue benefit boon upswing
    uptrend turnaround opportunity rosy great oversold overweight comfortable resilient encourage
    welcome reward delight sparkle momentum smart boom bumper ample compel decent dovish favourite
    favorite beneficiary euphoria help optimism rerate respite renew sweet sustain uptick upmove
    prospect interest favour favor pick stimulus reform traction attract buzz fancy prize award
    propel accolade breakthrough bonanza windfall milestone tailwind profitable brighten thrive flourish
    comeback green bull longs outstanding excite safe`,
  neg: `weak poor bad worse worst miss underperform sell bearish hurt drag fail cautious negative risky
    downside overvalue trouble warn uncertain wary volatile pressure suspend collapse scam crisis plague
    sluggish muted dull subdued lacklustre gloomy gloom dismal disappoint blow punish dent hammer batter
    hit reject delay resign quit allege accuse arrest raid sue violate bleed drain choppy jittery
    nervous panic bloodbath meltdown red overbought underweight unfavourable vulnerable struggle suffer
    squeeze threat threaten lose loser shock setback bubble expensive exit tepid sour grim bumpy
    headwind downtrend bankrupt bankruptcy insolvency stress distress overhang disaster fragile bleak
    stagnate flop mayhem anxiety adverse affect aversion brace chill conflict correction crack dark
    depreciation devaluation difficult dispute doubt drought hawkish hurdle impact jitter lack loom
    nerve oversupply oppose ponzi problem profit-booking profit-taking rumour sell-off shaky slap stuck
    stretched tighten taper tough toll turmoil unrest weigh wobble unease dim dampen derail deter
    deteriorate cloud grip menace drown evade flee freeze glitch hangover hardship humiliate illegal
    impasse jeopardise lapse limp misuse overhaul pain peril poison sap scare shatter shutter sideline
    skid spook strain stumble stun tarnish tatter thrash topple tragedy violate woe wreck`,
  not: `not no never none without hardly barely neither nor cannot unlikely unable nothing nobody`,
  end: `end avert escape remove withdraw dismiss erase recoup snap scrap resolve deny waive relax exempt
    overcome quell allay dispel defy shrug cancel halt avoid slow fade fizzle arrest cease pause stall
    rule-out`,
  same: `flat unchanged steady sideways rangebound consolidate maintain retain keep affirm stable same range`,
  plan: `plan announce schedule consider meet appoint name propose seek discuss mull eye await watch expect launch set
    file report unveil introduce offer`,
};

/** Irregular forms, and words whose inflections mean something else. */
const FORMS: Record<WordClass, string> = {
  up: `firmed advances advancing rose risen grew grown up higher highest high highs high's peak upward upwards above bigger larger greater record
    overtakes stronger strongest firmer props costlier upwards`,
  down: `fell fallen slid sank sunk shrank shrunk down lowest low lows below downward downwards smaller fewer less
    slower weaker`,
  good: `sensex nifty sales earnings profits nos ipo gold silver metals equities bourses dow nikkei`,
  bad: `strike npas taxes duties worries crises losses liabilities uncertainties tensions`,
  pos: `fuels fuelled better won cheers beats re-rated re-rating rerating booming cheap cheaper safer better-than-expected buoyant outperformer outperformers nod bonus`,
  neg: `lost worse hurts troubles woes scam junk lower-rated defaulters stretched struck downbeat worse-than-expected`,
  not: `n't don't doesn't didn't won't isn't aren't can't wasn't couldn't shouldn't wouldn't nil`,
  end: `cleared stops stopped withdrawn withdrew withdraws shrugs`,
  same: `range-bound mixed intact neutral breather pause remains stays`,
  plan: `to will`,
};

const VOWEL_DOUBLES = /(?:[^aeiou][aeiou])([bdgmnprt])$/;

/** Regular inflections of an English base form. */
function inflect(base: string): string[] {
  const ending = base.endsWith('y') && !/[aeiou]y$/.test(base) ? `${base.slice(0, -1)}i` : base;
  const plural = /(?:s|x|z|ch|sh|i)$/.test(ending) ? `${ending}es` : `${base}s`;
  if (base.endsWith('e')) return [base, plural, `${base}d`, `${base.slice(0, -1)}ing`];
  const doubled = VOWEL_DOUBLES.exec(base)?.[1] ?? '';
  return [base, plural, `${ending}ed`, `${base}ing`, `${base}${doubled}ed`, `${base}${doubled}ing`];
}

/** Word → its class. Where a word stands in two lists, the earlier class in `WordClass` wins. */
export const LEXICON: ReadonlyMap<string, WordClass> = buildLexicon();

function buildLexicon(): Map<string, WordClass> {
  const lexicon = new Map<string, WordClass>();
  const put = (word: string, wordClass: WordClass) => {
    if (!lexicon.has(word)) lexicon.set(word, wordClass);
  };
  for (const [wordClass, words] of Object.entries(FORMS))
    for (const word of words.split(/\s+/)) put(word, wordClass as WordClass);
  for (const [wordClass, words] of Object.entries(BASES))
    for (const base of words.split(/\s+/))
      for (const form of inflect(base)) put(form, wordClass as WordClass);
  return lexicon;
}
