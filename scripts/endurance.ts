import { spawnSync } from 'node:child_process'
import { parseArgs } from 'node:util'
import { hasChromium } from '../packages/console/test/browser.ts'
import { killMailEmbedded, killMailPostgresql } from './endurance/kill-email.ts'
import { everyIntakeChannel } from './endurance/intake-channels.ts'
import { fuzz } from './endurance/fuzz.ts'
import { hostileShops } from './endurance/hostile-shops.ts'
import { killCaptures } from './endurance/kill-captures.ts'
import { killDeadlines } from './endurance/kill-deadlines.ts'
import { killServing, killServingOnPostgresql } from './endurance/kill-intake.ts'
import { killReferrals } from './endurance/kill-referrals.ts'
import { walkNotices } from './endurance/notice-journey.ts'
import { killMailboxReader } from './endurance/kill-mailbox-reader.ts'
import { killEmbedded, killPostgresql, type KillResult } from './endurance/kill-store.ts'
import { outage } from './endurance/outage.ts'
import { walkFirstHour } from './endurance/first-hour-journey.ts'
import { walkPeople, type PersonJourney } from './endurance/people-journeys.ts'
import { screenMany, type Sample } from './endurance/screen-many.ts'
import { tenancySweep } from './endurance/tenancy-sweep.ts'
import { walk } from './endurance/console-journey.ts'
import { checkExpressions } from './regular-expressions/check-expressions.ts'

// Tests that take too long for `npm test`: memory over a million listings, a million hostile listings, and stores
// that are repeatedly killed or unavailable for a minute.
const { values } = parseArgs({
  allowNegative: true,
  options: {
    rows: { type: 'string', default: '1000000' },
    inputs: { type: 'string', default: '1000000' },
    kills: { type: 'string', default: '30' },
    outage: { type: 'string', default: '60' },
    sweep: { type: 'boolean', default: true },
    ways: { type: 'boolean', default: true },
    console: { type: 'boolean', default: true },
    notices: { type: 'boolean', default: true },
    people: { type: 'boolean', default: true },
    scrolling: { type: 'boolean', default: true },
    shops: { type: 'boolean', default: true },
    expressions: { type: 'boolean', default: true },
    engines: { type: 'boolean', default: true },
    // A folder in which pictures of the walk are kept.
    pictures: { type: 'string' },
    // fast-check's seeds are signed.
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
  },
})
const [rows, inputs, kills, seed] = [values.rows, values.inputs, values.kills, values.seed].map(
  Number,
) as [number, number, number, number]
const warmUp = 10_000
const mostGrowth = 1.15
const total = { passed: 0, failed: 0 }

function check(holds: boolean, statement: string): void {
  total[holds ? 'passed' : 'failed']++
  console.log(`${holds ? 'ok    ' : 'FAILED'} ${statement}`)
}

function peak(samples: readonly Sample[]): number {
  return Math.max(...samples.map(({ mebibytes }) => mebibytes))
}

async function checkMemory(): Promise<void> {
  console.log(`Screening ${rows.toLocaleString('en')} listings made from samples/listings.ndjson …`)
  const { code, out, seconds, samples } = await screenMany(rows, ({ row, mebibytes }) => {
    if (row !== warmUp && row % 100_000 !== 0) return
    console.log(`  ${row.toLocaleString('en').padStart(9)} rows  ${mebibytes.toFixed(0)} MiB`)
  })
  console.log(
    `  in ${seconds.toFixed(0)} s, ${Math.round(out / seconds).toLocaleString('en')} a second`,
  )
  check(
    code === 0 && out === rows,
    `every listing has its assessment: ${out} of ${rows}, exit ${code}`,
  )
  const settled = samples.filter(({ row }) => row >= warmUp)
  const border = warmUp + (rows - warmUp) / 4
  const early = peak(settled.filter(({ row }) => row <= border))
  const late = peak(settled.filter(({ row }) => row > border))
  check(
    late <= early * mostGrowth,
    `memory is flat: after the first ${warmUp} rows the peak of the last three quarters, ` +
      `${late.toFixed(0)} MiB, is at most ${mostGrowth} times that of the first, ${early.toFixed(0)} MiB`,
  )
}

function checkInputs(): void {
  console.log(`Screening ${inputs.toLocaleString('en')} hostile listings, seed ${seed} …`)
  const started = performance.now()
  const { screened, signals, failure } = fuzz(inputs, seed, (done) => {
    if (done % 100_000 === 0) console.log(`  ${done.toLocaleString('en').padStart(9)} listings`)
  })
  const seconds = (performance.now() - started) / 1000
  console.log(`  in ${seconds.toFixed(0)} s, ${signals.toLocaleString('en')} signals checked`)
  check(
    failure === undefined && screened === inputs,
    `${screened.toLocaleString('en')} listings, seed ${seed}: none throws, every assessment fits its ` +
      'schema and adds up, every place reads as it stands in the original, on code point borders',
  )
  if (failure !== undefined) console.log(failure)
}

const dossierWalk = 'packages/console/test/dossiers.browser.test.ts'

/** `npm test` runs most suites of the server, and the walk of a dossier through the console, on one engine. */
function checkBothEngines(): void {
  console.log('Running every suite of the server on both engines …')
  const { status } = spawnSync(
    process.execPath,
    ['scripts/test.mjs', 'packages/server/src', dossierWalk],
    {
      stdio: 'inherit',
      env: { ...process.env, TOUCHSTONE_TEST_ENGINES: 'both' },
    },
  )
  check(status === 0, 'every suite of the server and the walk of a dossier pass on both engines')
}

function checkEveryExpression(): void {
  console.log('Checking every regular expression of the packages anew …')
  const { checked, vulnerable } = checkExpressions({ anew: true })
  check(vulnerable.length === 0, `none of ${checked} expressions can be made slow by a text`)
  for (const line of vulnerable) console.log(`  ${line}`)
}

async function checkKills(): Promise<void> {
  console.log(`Killing each store ${kills} times under a process that writes …`)
  const stores: [name: string, result: KillResult | undefined][] = [
    ['embedded', await killEmbedded(kills)],
    ['PostgreSQL', await killPostgresql(kills)],
    ['embedded, batches over HTTP', await killServing(kills)],
    ['PostgreSQL, batches over HTTP', await killServingOnPostgresql(kills)],
  ]
  for (const [name, result] of stores) {
    if (result === undefined) console.log(`  ${name} is not installed`)
    else check(result.lost === 0, `${name}: ${result.lost} of ${result.acknowledged} rows lost`)
  }
}

async function checkMail(): Promise<void> {
  console.log(`Killing a process that sends mail ${kills} times …`)
  for (const [name, kill] of [
    ['embedded', killMailEmbedded],
    ['PostgreSQL', killMailPostgresql],
  ] as const) {
    const result = await kill(kills)
    if (result === undefined) {
      console.log(`  ${name} is not installed`)
      continue
    }
    const { queued, arrived, twice, lost, uncertain, sentAndNotArrived } = result
    check(
      twice === 0 && lost === 0 && sentAndNotArrived === 0 && uncertain <= kills,
      `${name}: of ${queued} messages ${arrived} arrived, ${twice} twice, ${lost} are lost, ` +
        `${uncertain} are named as uncertain, ${sentAndNotArrived} are called sent and never came`,
    )
  }
}

async function checkMailbox(): Promise<void> {
  console.log(`Killing a process that reads tips from a mailbox ${kills} times on each store …`)
  await killMailboxReader(kills, (store, { named, lost, twice, unseen }) => {
    check(
      lost === 0 && twice === 0 && unseen === 0,
      `${store}: of ${named} pages that emails named ${lost} gave no tip and ${twice} gave two; ${unseen} emails remained unseen`,
    )
  })
}

async function checkDeadlines(): Promise<void> {
  console.log(`Killing a process that announces deadlines ${kills} times on each store …`)
  for (const [store, { due, fired, twice, missed }] of await killDeadlines(kills)) {
    check(
      twice === 0 && missed === 0,
      `${store}: of ${due} due deadlines ${fired} were announced, ${twice} twice, ${missed} missed`,
    )
  }
}

async function checkKilledReferrals(): Promise<void> {
  console.log(`Killing packing, sending and answering of referrals ${kills} times on each store …`)
  for (const [store, { released, sent, reported, amid, problems }] of await killReferrals(kills)) {
    check(
      problems.length === 0 && sent === released,
      `${store}: of ${released} released referrals ${sent} were sent once, ${reported} outcome reports were recorded once; ${amid} kills came amid the work, ${problems.length} problems`,
    )
    for (const problem of problems.slice(0, 5)) console.log(`  ${problem}`)
  }
}

async function checkKilledCaptures(): Promise<void> {
  console.log(`Killing captures and seals ${kills} times on each store …`)
  const results = await killCaptures(kills)
  if (results === undefined) console.log('  there is no Chromium (set CHROMIUM_PATH)')
  for (const [store, { requested, sealed, givenUp, problems }] of results ?? []) {
    check(
      problems.length === 0,
      `${store}: of ${requested} captures that were asked for none was lost; ${sealed} sealed, ${givenUp} given up, ${problems.length} problems`,
    )
    for (const problem of problems.slice(0, 5)) console.log(`  ${problem}`)
  }
}

async function checkOutage(seconds: number): Promise<void> {
  console.log(`Taking PostgreSQL away from a server for ${seconds} seconds …`)
  const result = await outage(seconds)
  if (result === undefined) {
    console.log('  PostgreSQL is not installed')
    return
  }
  const { acknowledged, refused, odd, lost, secondsToRecover } = result
  check(
    lost === 0 && odd.length === 0 && refused > 0 && acknowledged > 0,
    `${lost} of ${acknowledged} accepted listings lost, ${refused} refused for now, ${odd.length} answered otherwise; ` +
      `accepted again ${secondsToRecover.toFixed(1)} s after its return`,
  )
  for (const line of odd.slice(0, 3)) console.log(`  ${line}`)
}

async function checkShops(): Promise<void> {
  console.log('Watching four shops, one of them hostile, with two processes …')
  const result = await hostileShops()
  if (result === undefined) {
    console.log('  PostgreSQL is not installed')
    return
  }
  const { processes, requests, gaps, shortGaps, closedPaths, earlyRetries } = result
  const { pagesWithoutRobots, mostBytes, mostCalendarPages, endings } = result
  console.log(`  runs ended by ${JSON.stringify(endings)}`)
  check(
    processes === 2 && gaps > 0 && shortGaps === 0,
    `${processes} processes made ${requests} requests; ${shortGaps} of ${gaps} pauses were too short`,
  )
  check(closedPaths === 0, `${closedPaths} requests went to closed paths`)
  check(earlyRetries === 0, `${earlyRetries} requests came before the date of Retry-After`)
  check(
    pagesWithoutRobots === 0,
    `${pagesWithoutRobots} pages were visited of the shop whose robots.txt fails`,
  )
  const most = 16 * 1024 * 1024
  check(
    mostBytes > most / 2 && mostBytes <= 1.02 * most,
    `a run received at most ${(mostBytes / 1024 / 1024).toFixed(2)} MiB of the hostile shop, of which one page ends at 16 MiB`,
  )
  check(
    mostCalendarPages > 0 && mostCalendarPages <= 50,
    `a run visited at most ${mostCalendarPages} days of the endless calendar`,
  )
}

async function checkWaysIn(): Promise<void> {
  console.log('Sending the measuring data by every way …')
  const result = await everyIntakeChannel()
  if (result === undefined) console.log('  it is not here (set TOUCHSTONE_DATA)')
  for (const [store, all] of Object.entries(result?.stores ?? {})) {
    const [reference] = all
    for (const { way, first, again, stored, judgedAgain, seconds } of all) {
      console.log(`  ${store}, ${way}: ${first.new} listings in ${seconds.toFixed(1)} s`)
      const different = [...stored].filter(([id, text]) => reference?.stored.get(id) !== text)
      const explained = different.filter(
        ([id]) => way === 'xlsx' && result?.beyondWorkbooks.has(id),
      )
      check(
        stored.size === first.new && different.length === explained.length,
        `${store}, ${way}: ${stored.size - different.length} of ${stored.size} listings and assessments are those of ` +
          `${reference?.way}, and ${explained.length} hold characters that no workbook can`,
      )
      check(
        again.changed === 1 && again.new === 0 && judgedAgain === 1,
        `${store}, ${way}: with one price changed, ${again.changed} listing changed and ${judgedAgain} was reassessed`,
      )
    }
  }
}

async function checkTenancy(): Promise<void> {
  console.log('Asking for everything that there is, as everybody who may not see it …')
  await tenancySweep((store, { caller, sent, problems, seconds }) => {
    check(
      problems.length === 0,
      `${store}: ${caller}: ${problems.length} of ${sent} answers tell what is there from what is not (${seconds.toFixed(0)} s)`,
    )
    for (const problem of problems.slice(0, 5)) console.log(`  ${problem}`)
  })
}

async function checkWalk(): Promise<void> {
  console.log('Walking through the console …')
  if (!hasChromium) {
    console.log('  there is no Chromium (set CHROMIUM_PATH)')
    return
  }
  await walk({
    pictures: values.pictures,
    report: ({ store, name, seconds, summary, succeeded }) =>
      check(succeeded, `${store}: ${name}: ${summary} (${seconds.toFixed(1)} s)`),
  })
}

function checkScrolling(): void {
  console.log('Scrolling through a long queue …')
  if (!hasChromium) {
    console.log('  there is no Chromium (set CHROMIUM_PATH)')
    return
  }
  const file = 'packages/console/test/scrolling.browser.test.ts'
  const { status } = spawnSync(process.execPath, ['scripts/test.mjs', file], {
    stdio: 'inherit',
    env: { ...process.env, TOUCHSTONE_TEST_QUEUE: '1100' },
  })
  check(status === 0, 'a queue of 1,100 listings is scrolled to its end')
}

async function checkNotices(): Promise<void> {
  console.log('Walking from a listing to its outcome, on both sides and the seller’s …')
  if (!hasChromium) {
    console.log('  there is no Chromium (set CHROMIUM_PATH)')
    return
  }
  await walkNotices({
    pictures: values.pictures,
    report: ({ store, name, seconds, summary, succeeded }) =>
      check(succeeded, `${store}: ${name}: ${summary} (${seconds.toFixed(1)} s)`),
  })
}

async function checkPeople(): Promise<void> {
  console.log('Doing what people do most, in the sample alliance …')
  if (!hasChromium) {
    console.log('  there is no Chromium (set CHROMIUM_PATH)')
    return
  }
  const report = ({ store, name, hands, seconds, limits }: PersonJourney): void => {
    const actions = hands.clicks + hands.keys
    const { fields = Infinity, seconds: maxSeconds = Infinity } = limits
    check(
      actions <= limits.actions && hands.fields <= fields && seconds <= maxSeconds,
      `${store}: ${name}: ${hands.clicks} clicks, ${hands.keys} keys, ${hands.fields} fields, ${seconds.toFixed(1)} s`,
    )
  }
  await walkFirstHour(report)
  await walkPeople(report)
}

if (rows > 0) await checkMemory()
if (inputs > 0) checkInputs()
if (values.engines) checkBothEngines()
if (values.expressions) checkEveryExpression()
if (kills > 0) await checkKills()
if (kills > 0) await checkMail()
if (kills > 0) await checkMailbox()
if (kills > 0) await checkDeadlines()
if (kills > 0) await checkKilledCaptures()
if (kills > 0) await checkKilledReferrals()
if (Number(values.outage) > 0) await checkOutage(Number(values.outage))
if (values.shops) await checkShops()
if (values.sweep) await checkTenancy()
if (values.ways) await checkWaysIn()
if (values.console) await checkWalk()
if (values.notices) await checkNotices()
if (values.people) await checkPeople()
if (values.scrolling) checkScrolling()
process.exitCode = total.failed === 0 ? 0 : 1
console.log(`${total.passed} passed, ${total.failed} failed`)
