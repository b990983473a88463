/**
 * Headlines whose tone lies in a direction or a negation rather than in a word: written before the rules, to judge them.
 * One headline a line, grouped by label. The companies are made up.
 */
export const NEGATION_AND_DIRECTION = {
  positive: `
Arvane's loss narrows in the third quarter
Net loss at Bellmont halves on lower costs
Corvid Air trims losses as fares recover
Quarterly loss shrinks at Deltarix
Ember Foods cuts its loss by 40 percent
Farlow swings to profit from a year-ago loss
Galtex returns to the black after two years
Hexon turns a loss into a surprise profit
Losses at Ironvale ease for a fourth quarter
Junipar posts smaller loss than feared
Kestrel Bank's bad loans decline
Bad debts fall at Lumina Finance
Non-performing assets drop to a five-year low at Mirador Bank
Norvik's debt falls by a third
Orlane slashes debt ahead of schedule
Pellucid pays off its last loan
Debt burden eases at Quarrel Power
Rising costs no longer hurt Rostrum's margins
Inflation cools to the lowest level in three years
Inflation eases more than forecast
Unemployment falls to a record low
Jobless claims drop sharply
Trade deficit narrows in May
Fiscal deficit shrinks on strong tax receipts
Budget gap narrows as revenue climbs
Crude prices fall, easing pressure on Savanna Airways
Falling input costs lift Tarn Cement's margins
Fuel costs decline, a relief for Umbra Airlines
Volatility index falls as fears recede
Fears of default recede at Vantor
Recession fears ease
Worries over Wendel's debt fade
Court dismisses lawsuit against Xylar
Regulator drops probe of Yarrow Pharma
Zenda Motors cleared of emissions charges
Antitrust case against Altona thrown out
No fraud found at Brisk Capital, auditor says
Regulator finds no wrongdoing at Caldera
Corvale not guilty of price fixing, court rules
Dunmore avoids a downgrade
Elder Group averts bankruptcy
Fennick escapes penalty in tax case
Garnet avoids default with last-minute deal
Strike averted at Halcyon Mines
Isolde Shipping ends strike with wage deal
Tariffs on Jarrah steel lifted
Sanctions on Kelvin Oil removed
Ban on Lorimer's drug lifted
US lifts import alert on Mantis Labs' plant
Curbs on Nettle Bank's lending lifted
Tax cut boosts Osprey Retail
Government scraps tax on Plover exports
Duty on gold reduced, jewellers gain
Interest rates cut, home builders cheer
Central bank lowers its key rate by half a point
Mortgage rates drop to a six-month low
Quill Steel's shares recover from a slump
Rally erases early losses at Rookwood
Stocks rebound after a three-day slide
Sensex recoups losses to end higher
Index claws back losses, ends in the green
Tolland stops its decline with new orders
Sales decline slows at Ursine
Decline in Vesper's subscribers comes to an end
Slide in rupee halts
Outflows from Wexford funds slow
Downgrade of Xenon withdrawn
Moody's removes Yewtree from review for downgrade
Ashdown's outlook raised to stable from negative
Fitch lifts Barrow to investment grade from junk
Analysts turn less bearish on Corrie
Short sellers cover bets against Dovetail
Eskdale beats estimates despite weak demand
Profit up at Foxglove in spite of higher costs
Gorse gains even as the market falls
Heron Tech outperforms in a falling market
Ivory Bank's profit not as weak as feared
Results at Jessamy better than feared
Slowdown less severe than expected, says Kittiwake
Damage from Larkfield fire smaller than thought
Merrow will not cut jobs
Nuthatch rules out a rights issue
Oakham denies default rumours
No job losses planned at Pipit after merger
Not a single default at Quince this year
Redwing never missed a dividend
Siskin keeps dividend uncut in hard year
Dividend not at risk at Teal, chief says
Uplands sees no slowdown in orders
Vole sees no end to strong demand
Demand for Wagtail's chips shows no sign of slowing
Nothing can stop Yaffle's rally
Profit warning at Aster unlikely, brokers say
Bracken's cash burn falls by half
Churn drops at Clover Telecom
Accidents fall at Dabchick Rail
Delays shrink at Egret Air
Costs down, margins up at Fulmar
Expenses drop at Godwit, profit climbs
Tax bill falls at Hobby Group
Impairments decline at Ibis Bank
Write-offs fall sharply at Jackdaw
Provisions fall, Knot Bank's profit surges
Claims drop at Linnet Insurance
Inventories fall as sales pick up at Magpie
Merlin closes the gap on its rival
Losing streak ends for Noctule
Osier ends nine-day losing streak
Pochard snaps losing run
Bears retreat as Quail shares surge
Sellers exhausted, Rail Group bounces
Oil falls, lifting Swift Airlines to a record
Weak rupee boosts Tern Software's exports
Rupee recovers from record low
Twite cuts its loss forecast
Wren lowers its loss guidance
Loss per share narrows to 3 cents at Avocet
Operating loss down 60% at Bittern
Bunting sees loss narrowing next year
Chough expects smaller loss this quarter
Crake to cut debt by half by year-end
Dipper to reduce debt with asset sale proceeds
Fieldfare loss less than estimates
`,
  negative: `
Arvane's loss widens in the third quarter
Net loss at Bellmont doubles on higher costs
Corvid Air's losses mount as fares sink
Quarterly loss grows at Deltarix
Ember Foods' loss rises by 40 percent
Farlow swings to a loss from a year-ago profit
Galtex slips into the red after two years
Hexon turns a profit into a surprise loss
Losses at Ironvale deepen for a fourth quarter
Junipar posts bigger loss than feared
Kestrel Bank's bad loans climb
Bad debts rise at Lumina Finance
Non-performing assets jump to a five-year high at Mirador Bank
Norvik's debt grows by a third
Orlane's debt soars past target
Pellucid misses a loan payment
Debt burden swells at Quarrel Power
Rising costs eat into Rostrum's margins
Inflation climbs to the highest level in three years
Inflation rises more than forecast
Unemployment rises to a record high
Jobless claims jump sharply
Trade deficit widens in May
Fiscal deficit swells on weak tax receipts
Budget gap widens as revenue falls
Crude prices rise, adding to pressure on Savanna Airways
Rising input costs squeeze Tarn Cement's margins
Fuel costs soar, a blow for Umbra Airlines
Volatility index surges as fears mount
Fears of default grow at Vantor
Recession fears mount
Worries over Wendel's debt deepen
Court admits lawsuit against Xylar
Regulator opens probe of Yarrow Pharma
Zenda Motors charged over emissions
Antitrust case against Altona goes ahead
Fraud found at Brisk Capital, auditor says
Regulator finds wrongdoing at Caldera
Corvale guilty of price fixing, court rules
Dunmore fails to avoid a downgrade
Elder Group unable to avert bankruptcy
Fennick faces penalty in tax case
Garnet defaults after talks fail
Strike begins at Halcyon Mines
Isolde Shipping fails to end strike
Tariffs on Jarrah steel raised
Sanctions on Kelvin Oil tightened
Lorimer's drug banned
US issues import alert on Mantis Labs' plant
Curbs on Nettle Bank's lending tightened
Tax rise hits Osprey Retail
Government imposes tax on Plover exports
Duty on gold raised, jewellers fall
Interest rates raised, home builders sink
Central bank raises its key rate by half a point, stocks fall
Mortgage rates climb to a six-month high
Quill Steel's recovery fades
Early gains erased at Rookwood
Stocks slide after a three-day rally
Sensex gives up gains to end lower
Index surrenders gains, ends in the red
Tolland fails to halt its decline
Sales growth slows at Ursine
Growth in Vesper's subscribers comes to an end
Rally in rupee fizzles out
Inflows to Wexford funds dry up
Upgrade of Xenon withdrawn
Moody's puts Yewtree on review for downgrade
Ashdown's outlook cut to negative from stable
Fitch cuts Barrow to junk from investment grade
Analysts turn less bullish on Corrie
Short sellers raise bets against Dovetail
Eskdale misses estimates despite strong demand
Profit down at Foxglove in spite of lower costs
Gorse falls even as the market gains
Heron Tech underperforms in a rising market
Ivory Bank's profit not as strong as hoped
Results at Jessamy worse than feared
Slowdown more severe than expected, says Kittiwake
Damage from Larkfield fire larger than thought
Merrow will not pay a dividend
Nuthatch unable to raise funds
Oakham cannot repay its bonds
No dividend at Pipit this year
Not a single new order at Quince this year
Redwing never recovered from the crash
Siskin does not expect a recovery
Dividend not safe at Teal, analysts say
Uplands sees no recovery in orders
Vole sees no end to weak demand
Demand for Wagtail's chips shows no sign of recovery
Nothing can stop Yaffle's slide
Profit growth at Aster unlikely, brokers say
Bracken's cash burn doubles
Churn climbs at Clover Telecom
Accidents rise at Dabchick Rail
Delays grow at Egret Air
Costs up, margins down at Fulmar
Expenses jump at Godwit, profit sinks
Tax bill soars at Hobby Group
Impairments rise at Ibis Bank
Write-offs rise sharply at Jackdaw
Provisions surge, Knot Bank's profit tumbles
Claims soar at Linnet Insurance
Inventories pile up as sales slow at Magpie
Merlin falls further behind its rival
Winning streak ends for Noctule
Osier ends nine-day winning streak
Pochard's winning run snapped
Bulls retreat as Quail shares plunge
Buyers exhausted, Rail Group sags
Oil rises, dragging Swift Airlines to a low
Strong rupee hurts Tern Software's exports
Rupee slips from record high
Twite raises its loss forecast
Wren lowers its profit guidance
Loss per share widens to 30 cents at Avocet
Operating loss up 60% at Bittern
Bunting sees loss widening next year
Chough expects bigger loss this quarter
Crake cuts its dividend by half
Dipper to cut jobs after asset sale fails
Fieldfare profit less than estimates
`,
  neutral: `
Arvane to announce third-quarter results on Monday
Bellmont shareholders to meet in June
Corvid Air names new head of cargo
Deltarix closes the day unchanged
Ember Foods shares flat in early trade
Farlow trades in a narrow range
Galtex neither confirms nor denies the report
Hexon has no comment on the rumours
Ironvale keeps its guidance unchanged
Junipar leaves its dividend unchanged
Kestrel Bank to open a branch in Porto
Central bank keeps its key rate on hold
Rates left unchanged as expected
Inflation unchanged at 2 percent in April
Unemployment steady at 4.1 percent
Lumina Finance moves its head office
Mirador Bank appoints an auditor
Norvik to hold a call with analysts at noon
Orlane says it is not in talks with Pellucid
Quarrel Power has no plans to sell its grid unit
Rostrum says no decision has been made on the sale
Savanna Airways not in talks to buy planes
Tarn Cement's results in line with estimates
Umbra Airlines meets estimates, neither more nor less
Vantor to publish its annual report
Wendel's board to consider fund options
Xylar changes its name to Xyla
Yarrow Pharma splits its reporting into three segments
Zenda Motors' sales unchanged in July
Altona ends flat in thin trade
Brisk Capital hires banker for its Paris desk
Market expected to open flat
Sensex ends little changed
Nifty trades sideways ahead of the budget
Rupee ends flat against the dollar
Gold little changed in Asian trade
Oil steady as traders wait for inventory data
Caldera buys neither of the two mines
Corvale schedules its annual meeting
Dunmore moves to a new ticker symbol
Elder Group explains its new pricing
Fennick lists the terms of its bond
Garnet's chairman to speak at the forum
Halcyon Mines files its quarterly statement
Isolde Shipping updates its fleet list
Jarrah to report on Thursday after the close
What to watch in Kelvin Oil's results
Five things to know before the opening bell
How Lorimer sets its prices
Mantis Labs not among the bidders for Nettle
Osprey Retail rules nothing in or out
Plover shares end where they began
Neither gain nor loss for Quill Steel this week
Rookwood shares neither rise nor fall
No change in Tolland's rating
Ursine's rating affirmed with a stable outlook
Vesper's rating unchanged
Wexford says nothing about the merger
Xenon's meeting moved to Friday
Yewtree transfers its listing to another board
`,
} as const;
