import { createHash, randomBytes } from 'node:crypto'
import type { Notice, StatementOfReasons } from '@touchstone/contract'
import {
  addMonths,
  checkBeforeSending,
  databaseRecord,
  elementsOf,
  maySend,
  statementFaults,
  statementText,
} from '@touchstone/jurisdiction'
import { plainDocument } from '@touchstone/evidence/report'
import { AppError } from '../platform/errors/index.ts'
import type { Alliance, Person } from './alliance.ts'
import type { Artefacts } from './artefacts.ts'
import { parties } from './parties.ts'
import { Play } from './play.ts'
import {
  answerOfSeller,
  complaintReasons,
  invoice,
  noticeOn,
  registerExtract,
  rightWith,
  statementOn,
} from './texts.ts'

const hour = 3_600_000
const day = 24 * hour
const redress = ['internal-complaint', 'out-of-court', 'court']
const automaton = { role: 'automaton' }
const moderator = { role: 'moderator' }

type Asked = {
  regime: string
  alliance: Alliance
  listingId: string
  artefacts: Artefacts
  url: string
  evidence: string
  say: (sentence: string) => void
}

/** From the notice to the outcome under the Digital Services Act, both sides and the clock. */
export async function playNotice(asked: Asked): Promise<string> {
  const play = await Play.begin(asked.alliance, asked.regime, asked.listingId)
  const scene = new Scene(asked, play)
  await scene.notice()
  await scene.decision()
  const statement = await scene.statement()
  await scene.filing(statement)
  await scene.answer()
  await scene.complaint()
  const outcome = await scene.end()
  const { artefacts } = asked
  await artefacts.json('case.json', await play.history())
  await artefacts.write('timeline.txt', `${play.timeline.join('\n')}\n`)
  return outcome
}

class Scene {
  private readonly asked: Asked
  private readonly play: Play
  private readonly reviewer: { role: string; person: Person }

  constructor(asked: Asked, play: Play) {
    this.asked = asked
    this.play = play
    this.reviewer = { role: 'qualified-reviewer', person: asked.alliance.reviewer }
  }

  async notice(): Promise<void> {
    const { play } = this
    const { artefacts, say, url, evidence } = this.asked
    const notice = noticeOn(url)
    await this.checkSending(notice)
    const sent = await artefacts.json('notice.json', notice)
    const { given, contact, asked } = elementsOf(notice)
    if (asked.length > 0) throw faulty(asked.map(({ message }) => message))
    const mail = await this.mail(
      'brand',
      'platform',
      'Notice on item-4711',
      noticeText(notice, evidence),
    )
    await play.open('N', 'n1', 'notifier', {
      contact,
      notice: sent,
      item: 'item-4711',
      elements: given,
    })
    say(
      `${parties.brand.name} sent a notice with all four elements of Article 16 to ${parties.platform.name} (${mail}).`,
    )
    await this.later(2 * hour)
    const receipt = 'We have received your notice on item-4711 and will decide on it.'
    const acknowledgement = await this.mail(
      'platform',
      'brand',
      'Your notice was received',
      receipt,
    )
    await play.act('n1', 'acknowledge', automaton, { acknowledgement })
    say(`${parties.platform.name} confirmed receipt two hours later (${acknowledgement}).`)
  }

  async decision(): Promise<void> {
    const { play } = this
    await play.act('n1', 'triage', automaton, {
      rank: 'normal',
      knowledge: 'yes',
      knowledgeReason:
        'The offer itself says that it is a replica, and the name on it is a registered mark.',
      lifeSafety: false,
    })
    await this.later(20 * hour)
    await play.act('n1', 'take-up', moderator)
    await play.act('n1', 'decide', moderator, {
      outcome: 'RESTRICT',
      reasons:
        'Title and description say that the goods are replicas; the name on them is a registered mark.',
      automatedDecision: 'not',
    })
    this.asked.say(
      `${parties.moderator} of ${parties.platform.name} decided to restrict the offer, without automated means.`,
    )
  }

  async statement(): Promise<StatementOfReasons> {
    const { play } = this
    const { artefacts, say } = this.asked
    const restriction = this.matter('R')
    const { today } = play
    const puid = randomBytes(16).toString('hex')
    const statement = statementOn({ puid, today, complainUntil: addMonths(today, 6) })
    const { rules } = play
    const known = [parties.seller.name, parties.seller.email, parties.brand.email]
    const faults = statementFaults(statement, {
      rules,
      profile: (await play.history()).profile,
      known,
      at: play.at,
    })
    if (faults.length > 0) throw faulty(faults.map(({ field, message }) => `${field}: ${message}`))
    const file = await artefacts.json('statement-of-reasons.json', statement)
    const text = statementText(statement)
    await artefacts.write('statement-of-reasons.txt', text)
    await play.act(restriction, 'impose', moderator, {
      measures: statement.measures.map(({ measure }) => measure),
      ground: 'illegal',
      legalGround: statement.ground.kind === 'illegal' ? statement.ground.legalGround : '',
      whyGround: statement.ground.why,
      relied: statement.facts,
      territory: statement.territory,
      decidedOn: today,
      startsOn: today,
      automatedDetection: false,
      automatedDecision: 'not',
      notifierDisclosed: false,
      contactKnown: true,
      deceptiveHighVolume: false,
      illegalProduct: false,
      statement: file,
    })
    const message = await this.mail(
      'platform',
      'seller',
      'Statement of reasons for item-4711',
      text,
    )
    await play.act(restriction, 'send-statement', automaton, {
      message,
      informedOn: today,
      redress,
    })
    say(
      `The offer was disabled, and ${parties.seller.name} got the statement of reasons the same day, with every way of redress (${message}).`,
    )
    const told = `We have disabled item-4711. You can complain to us until ${addMonths(today, 6)}, turn to a certified out-of-court body, or go to court. No automated means were used.`
    const decisionNotice = await this.mail('platform', 'brand', 'Our decision on your notice', told)
    await play.act('n1', 'inform', automaton, { decisionNotice, informedOn: today, redress })
    say(`${parties.brand.name} was told of the decision (${decisionNotice}).`)
    return statement
  }

  async filing(statement: StatementOfReasons): Promise<void> {
    const { play } = this
    const record = databaseRecord(statement)
    const file = await this.asked.artefacts.json('transparency-database.json', record)
    const contentHash = createHash('sha256').update(JSON.stringify(record)).digest('hex')
    await play.act(this.matter('D'), 'file', automaton, {
      puid: statement.puid,
      contentHash,
      duplicate: false,
    })
    this.asked.say(
      `The record for the Transparency Database keeps all its rules and would be filed as it lies in ${file}.`,
    )
  }

  async answer(): Promise<void> {
    const { play } = this
    const { artefacts, say } = this.asked
    await this.later(5 * day)
    const bytes = await plainDocument({ ...invoice, author: parties.seller.name, at: play.now })
    await artefacts.write('seller/invoice.pdf', bytes)
    const attachment = { name: 'invoice.pdf', type: 'application/pdf', bytes }
    const mail = await this.mail(
      'seller',
      'platform',
      'Complaint about item-4711',
      answerOfSeller,
      attachment,
    )
    await play.act(
      this.complaintOf('recipient'),
      'lodge',
      { role: 'recipient' },
      { grounds: answerOfSeller },
    )
    say(
      `Five days later ${parties.seller.name} complained and sent an invoice (${mail}); ${parties.brand.name} does not see it.`,
    )
  }

  async complaint(): Promise<void> {
    const { play } = this
    const { say } = this.asked
    const id = this.complaintOf('recipient')
    await this.later(3 * day)
    await play.act(id, 'take-up', this.reviewer, {
      qualification: 'Lawyer for trade marks, four years of reviews',
      otherPerson: true,
    })
    await play.act(id, 'reject', this.reviewer, { complaintReasons })
    const text = `${complaintReasons} You can turn to a certified out-of-court body or go to court.`
    const complaintNotice = await this.mail(
      'platform',
      'seller',
      'Our decision on your complaint',
      text,
    )
    await play.act(id, 'inform', automaton, { complaintNotice, toldOn: play.today, redress })
    say(
      `${parties.reviewer}, who had not decided before, read the invoice and upheld the restriction, with reasons (${complaintNotice}).`,
    )
  }

  /** Half a year on: the window of the notifier closes, and nothing else is open. */
  async end(): Promise<string> {
    const { play } = this
    await this.later(210 * day)
    const matters = play.proceeding.matters
    const kinds = new Map(
      play.rules.regime.machines.flatMap(({ id, states }) =>
        states.map((one) => [`${id}.${one.id}`, one] as const),
      ),
    )
    const open = matters.filter(
      ({ machine, state }) => kinds.get(`${machine}.${state}`)?.kind === 'open',
    )
    if (open.length > 0) throw faulty(open.map(({ id, state }) => `${id} is still ${state}.`))
    const told = matters.map(
      ({ machine, state, id }) => `${id}: ${kinds.get(`${machine}.${state}`)?.title ?? state}`,
    )
    return `the offer stays disabled, and nothing is left open (${told.join('; ')}).`
  }

  private async checkSending(notice: Notice): Promise<void> {
    const { play } = this
    const { artefacts, say } = this.asked
    const { regime } = play.rules
    say(`${maySend(regime, [], play.at).because} This is a rehearsal.`)
    const extract = JSON.stringify(registerExtract(play.today), null, 2)
    await artefacts.write('register-extract.json', extract)
    const sha256 = createHash('sha256').update(extract).digest('hex')
    const check = checkBeforeSending({
      notice,
      right: rightWith({ on: play.today, sha256 }),
      offer: { territory: ['DE'], goods: ['25'], state: 'live' },
      evidence: { sealed: true, kinds: ['capture', 'never-made'] },
      signatory: { name: parties.analyst, authorised: true },
      today: play.today,
    })
    if (!check.ok) throw faulty(check.refusals.map(({ message }) => message))
    say(
      'Before sending: the right covers the offer, the register’s extract is of today, the evidence is sealed, the signatory may sign.',
    )
  }

  private async later(milliseconds: number): Promise<void> {
    const { play } = this
    const passed = await play.pass(milliseconds)
    const on = play.at.slice(0, 10)
    const clocks = passed.length === 0 ? 'no clock passed' : `${passed.join(' and ')} passed`
    if (milliseconds >= day) this.asked.say(`The clock was put forward to ${on}; ${clocks}.`)
  }

  private mail(
    from: 'brand' | 'platform' | 'seller',
    to: 'brand' | 'platform' | 'seller',
    subject: string,
    text: string,
    attachment?: { name: string; type: string; bytes: Uint8Array },
  ): Promise<string> {
    const [sender, reader] = [parties[from].email, parties[to].email]
    const at = this.play.at
    return this.asked.artefacts.mail({
      from: sender,
      to: reader,
      subject,
      text,
      at,
      ...(attachment && { attachment }),
    })
  }

  private matter(machine: string): string {
    return this.found(machine, () => true)
  }

  private complaintOf(addressee: string): string {
    return this.found('C', (id) => id.endsWith(`complaint-${addressee}`))
  }

  private found(machine: string, fits: (id: string) => boolean): string {
    const { matters } = this.play.proceeding
    const matter = matters.find((one) => one.machine === machine && fits(one.id))
    if (matter === undefined) throw faulty([`The case holds no matter of ${machine}.`])
    return matter.id
  }
}

function noticeText(notice: Notice, evidence: string): string {
  const [item] = notice.items ?? []
  return [
    `To ${parties.platform.name}: a notice under Article 16 of Regulation (EU) 2022/2065.`,
    `Where: ${item?.urls?.join(', ') ?? ''}`,
    `Why: ${item?.reasons ?? ''}`,
    `Evidence: the sealed package ${evidence}.`,
    'We believe in good faith that what we write is right and complete.',
    `${notice.name ?? ''}, ${notice.email ?? ''}`,
  ].join('\n\n')
}

function faulty(sentences: readonly string[]): AppError {
  return new AppError({
    code: 'conflict',
    message: `The rehearsal stands still: ${sentences.join(' ')}`,
  })
}
