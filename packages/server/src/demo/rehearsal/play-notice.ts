import {
  enforcementEndpoints,
  noticeEndpoints,
  moderationEndpoints,
  type NoticeDetailView,
  type ModerationAction,
} from '@touchstone/contract'
import { maySend, statementText } from '@touchstone/jurisdiction'
import { plainDocument } from '@touchstone/evidence/report'
import type { Alliance } from './rehearsal-alliance.ts'
import type { Artefacts } from './artefacts.ts'
import { playAppeal } from './play-appeal.ts'
import { parties } from './parties.ts'
import { ProceedingObserver, timelineOf } from './rehearsal-log.ts'
import { rehearsalStuck } from './rehearsal-browser.ts'
import { completeStatement, rehearsalNotice, platformSettings, registerExtract } from './texts.ts'

const hour = 3_600_000
const day = 24 * hour

export type RehearsalContext = {
  regime: string
  alliance: Alliance
  case: string
  listing: string
  capture: string
  artefacts: Artefacts
  /** Removes the listing, like the marketplace's own systems. */
  disable: () => void
  say: (sentence: string) => void
}

/**
 * From the notice to the outcome under the Digital Services Act: both sides through the API that their browsers use,
 * with time passing.
 */
export async function playNotice(options: RehearsalContext): Promise<string> {
  await prepare(options)
  const { id, received } = await send(options)
  const actions = new Reception(options, received)
  const play = new ProceedingObserver(options.alliance, options.regime, await actions.proceeding())
  await later(options, play, 22 * hour)
  await decide(options, actions)
  await restrict(options, actions)
  await file(options, actions)
  await checkAsNotifier(options, id)
  await later(options, play, 5 * day)
  await playAppeal(options, play, () => later(options, play, 3 * day))
  await checkAsNotifier(options, id)
  return end(options, play, id)
}

/** One-time set-up of both sides: right and register extract, signatory, counsel's approval, platform profile. */
async function prepare({ alliance, artefacts, regime, say }: RehearsalContext): Promise<void> {
  const { analyst, moderator, claim, clock } = alliance
  const { seat, person } = analyst
  const today = clock.now.toISOString().slice(0, 10)
  const play = new ProceedingObserver(alliance, regime, '')
  const { version } = play.rules.regime
  say(maySend(play.rules.regime, [], clock.now.toISOString()).reason)
  await seat.ask(enforcementEndpoints.sign, {
    params: { id: regime },
    body: { version, checkedOn: today, counsel: parties.counsel },
  })
  say(`${parties.counsel}, who is invented, approves version ${version} for this rehearsal.`)
  const extract = registerExtract(today)
  await artefacts.json('register-extract.json', extract)
  const lines = Object.entries(extract).map(([name, value]) => `${name}: ${String(value)}`)
  const file = { title: 'Register extract', author: 'An invented office', at: clock.now }
  const pdf = await plainDocument({ ...file, paragraphs: lines })
  await artefacts.write('register-extract.pdf', pdf)
  await seat.ask(noticeEndpoints.addExtract, {
    body: {
      claim,
      name: 'VELMORAQ (EU trade mark 018000001)',
      kind: 'trade-mark',
      territory: ['EM'],
      classes: [25],
      validFrom: '2019-03-01',
      on: today,
      mediaType: 'application/pdf',
      content: pdf.toString('base64'),
    },
  })
  await seat.ask(noticeEndpoints.putSignatory, {
    params: { id: person.id },
    body: { authorised: true },
  })
  await moderator.seat.ask(moderationEndpoints.set, { body: platformSettings })
}

async function send(options: RehearsalContext): Promise<{ id: string; received: string }> {
  const { alliance, artefacts, say, listing, capture } = options
  const { seat, person } = alliance.analyst
  const { claim } = alliance
  const content = rehearsalNotice({ claim, listing, capture, signatory: person.id })
  const { id } = await seat.ask(noticeEndpoints.draft, { body: { ...content, case: options.case } })
  const params = { id }
  const check = await seat.ask(noticeEndpoints.check, { params })
  await artefacts.json('check.json', check)
  if (!check.ok) throw rehearsalStuck(check.refusals.map(({ message }) => message))
  say(
    'Checked before sending: the right covers the listing, the register extract is current, the evidence is sealed, the signatory is authorised.',
  )
  const { notice, text } = await seat.ask(noticeEndpoints.preview, { params })
  await artefacts.json('notice.json', notice)
  await artefacts.write('notice.txt', text)
  const sent = await seat.ask(noticeEndpoints.act, { params, body: { action: { type: 'send' } } })
  const received = sent.recipients.find(({ by }) => by === 'inside')?.received
  if (received == null) throw rehearsalStuck(['The marketplace did not receive the notice.'])
  await alliance.work()
  say(
    `${parties.brand.name} sent a notice with all four elements of Article 16 to ${parties.platform.name}, in the alliance and by mail (${artefacts.lastMail}).`,
  )
  const { acknowledgedAt } = await seat.ask(noticeEndpoints.read, { params })
  if (acknowledgedAt === null) throw rehearsalStuck(['Receipt was not confirmed.'])
  say(`${parties.platform.name} confirmed receipt at once, within the alliance.`)
  return { id, received }
}

/** The platform's side: the one item of the received notice. */
class Reception {
  private readonly asked: RehearsalContext
  private readonly params: { id: string }

  constructor(options: RehearsalContext, id: string) {
    this.asked = options
    this.params = { id }
  }

  async act(action: ModerationAction): Promise<void> {
    const { seat } = this.asked.alliance.moderator
    await seat.ask(moderationEndpoints.act, {
      params: this.item,
      body: { action },
    })
  }

  read() {
    const { seat } = this.asked.alliance.moderator
    return seat.ask(moderationEndpoints.read, { params: this.params })
  }

  draft() {
    const { seat } = this.asked.alliance.moderator
    return seat.ask(moderationEndpoints.draft, { params: this.item })
  }

  async proceeding(): Promise<string> {
    return (await this.onlyItem()).proceeding
  }

  async instance(workflow: string): Promise<string> {
    const instance = (await this.onlyItem()).instances.find((one) => one.workflow === workflow)
    if (instance === undefined)
      throw rehearsalStuck([`The case has no workflow instance of ${workflow}.`])
    return instance.id
  }

  private get item(): { id: string; position: string } {
    return { ...this.params, position: '0' }
  }

  private async onlyItem() {
    const [item] = (await this.read()).items
    if (item === undefined) throw rehearsalStuck(['The notice has no item.'])
    return item
  }
}

async function decide({ artefacts, say }: RehearsalContext, actions: Reception): Promise<void> {
  await artefacts.json('received-notice.json', await actions.read())
  await actions.act({
    type: 'triage',
    knowledge: 'yes',
    lifeSafety: false,
    knowledgeReason:
      'The listing itself describes the goods as replicas, and the name on them is a registered mark.',
  })
  await actions.act({ type: 'start-review' })
  await actions.act({
    type: 'decide',
    outcome: 'restrict',
    reasons:
      'Title and description say that the goods are replicas; the name on them is a registered mark.',
  })
  say(
    `${parties.moderator} of ${parties.platform.name} decided to restrict the listing; the engine’s assessment was shown with the notice, and both sides are informed of this.`,
  )
}

async function restrict(options: RehearsalContext, actions: Reception): Promise<void> {
  const { alliance, artefacts, say, disable } = options
  const { draft, missing } = await actions.draft()
  await artefacts.json('statement-draft.json', { draft, missing })
  const statement = completeStatement(draft)
  await actions.act({
    type: 'restrict',
    instance: await actions.instance('restriction'),
    statement,
    illegalProduct: false,
    deliver: { by: 'mail', to: parties.seller.email },
  })
  disable()
  await artefacts.json('statement-of-reasons.json', statement)
  await artefacts.write('statement-of-reasons.txt', statementText(statement))
  await alliance.work()
  say(
    `The listing was disabled, and ${parties.seller.name} received the statement of reasons the same day, with all means of redress and the appeal link (${artefacts.lastMail}).`,
  )
}

async function file(
  { alliance, artefacts, say }: RehearsalContext,
  actions: Reception,
): Promise<void> {
  const filings = await alliance.moderator.seat.ask(moderationEndpoints.filings)
  const name = await artefacts.json('transparency-database.json', filings)
  await actions.act({
    type: 'record-filing',
    instance: await actions.instance('transparency-filing'),
    duplicate: false,
  })
  say(
    `The record for the Transparency Database meets all its rules and would be filed as in ${name}.`,
  )
}

/** Everything the notifier may see now, as often as it is called. */
async function checkAsNotifier(
  { alliance, artefacts, say }: RehearsalContext,
  id: string,
): Promise<void> {
  // The marketplace is polled every five minutes.
  alliance.clock.now = new Date(alliance.clock.now.getTime() + 6 * 60_000)
  await alliance.work()
  const { seat } = alliance.analyst
  const notice = await seat.ask(noticeEndpoints.read, { params: { id } })
  const response = notice.recipients.find(({ by }) => by === 'inside')?.response
  const name = await artefacts.json(`notifier/${++artefacts.heard}-response.json`, response)
  say(`${parties.brand.name} sees: ${knownBy(notice, response ?? {})} (${name}).`)
}

function knownBy({ outcome }: NoticeDetailView, response: Record<string, unknown>): string {
  const items = response['items'] as { answers: { outcome: string; summary: string }[] }[]
  const answers = items.flatMap((one) => one.answers)
  const decided = `the outcome is “${outcome ?? 'none yet'}”`
  if (answers.length === 0) return decided
  const said = answers.map((one) => `${one.outcome}: “${one.summary}”`).join(' ')
  return `${decided}; the seller’s appeal was ${said}`
}

/** Half a year later: complaint windows have closed, and nothing else is open. */
async function end(
  options: RehearsalContext,
  play: ProceedingObserver,
  notice: string,
): Promise<string> {
  const { alliance, artefacts } = options
  await later(options, play, 210 * day)
  const { instances } = await play.proceeding()
  const kinds = new Map(
    play.rules.regime.workflows.flatMap(({ id, states }) =>
      states.map((one) => [`${id}.${one.id}`, one] as const),
    ),
  )
  const open = instances.filter(
    ({ workflow, state }) => kinds.get(`${workflow}.${state}`)?.kind === 'open',
  )
  if (open.length > 0) throw rehearsalStuck(open.map(({ id, state }) => `${id} is still ${state}.`))
  const history = await play.history()
  await artefacts.json('case.json', history)
  await artefacts.write('timeline.txt', `${timelineOf(play.rules, history).join('\n')}\n`)
  const { seat } = alliance.analyst
  const params = { id: notice }
  const record = await seat.ask(noticeEndpoints.record, { params })
  await artefacts.json('notifier/record.json', record)
  const course = await seat.ask(noticeEndpoints.course, { params: { id: options.case } })
  await artefacts.json('notifier/course.json', course)
  const [listing] = (await seat.ask(noticeEndpoints.read, { params })).listings
  if (listing?.look !== 'gone')
    throw rehearsalStuck([listing?.sentence ?? 'The listing was not checked.'])
  const told = instances.map(
    ({ workflow, state, id }) => `${id}: ${kinds.get(`${workflow}.${state}`)?.title ?? state}`,
  )
  return `the listing stays disabled, and nothing is open (${told.join('; ')}).`
}

async function later(
  { say }: RehearsalContext,
  play: ProceedingObserver,
  milliseconds: number,
): Promise<void> {
  const passed = await play.pass(milliseconds)
  const on = play.now.toISOString().slice(0, 10)
  const deadlines = passed.length === 0 ? 'no deadline passed' : `${passed.join(' and ')} passed`
  if (milliseconds >= day) say(`The time was moved forward to ${on}; ${deadlines}.`)
}
