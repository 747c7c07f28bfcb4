import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { caseEndpoints, evidenceEndpoints } from '@touchstone/contract'
import { defaultRegime, regimeNames } from '@touchstone/jurisdiction'
import { wordAssessment } from '@touchstone/recognition'
import { requireChromium } from '../../investigation/captures/index.ts'
import { exportPackage, runCapture } from '../../investigation/evidence/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { withAlliance, type Alliance } from './rehearsal-alliance.ts'
import { Artefacts } from './artefacts.ts'
import { openMailSink } from './mail-sink.ts'
import { playNotice } from './play-notice.ts'
import { listingAt, listingTitle, parties } from './parties.ts'
import { openShop, type Shop } from './test-shop.ts'

export type RehearsalOptions = {
  regime: string
  /** A folder that is new or empty. */
  out: string
  /** Called with one plain sentence for each step. */
  say: (sentence: string) => void
  version: string
  env: Readonly<Record<string, string | undefined>>
}

export type RehearsalResult = {
  /** The folder of the evidence package. */
  package: string
  /** PEM files that `verify` can be told to trust. */
  trust: string[]
  outcome: string
}

/** The only regime whose actions are scripted; the engine itself knows none by name. */
const rehearsed = defaultRegime

/**
 * Plays a listing from its capture to the outcome under a regime, with its own shop, store, timestamp authorities and
 * mail server, and a simulated clock. Nothing leaves the machine; all output is in the folder.
 */
export async function rehearse(options: RehearsalOptions): Promise<RehearsalResult> {
  const { regime, out, say, version, env } = options
  if (regime !== rehearsed) throw notRehearsed(regime)
  const chromium = await requireChromium(env)
  const artefacts = await Artefacts.in(out)
  const shop = await openShop()
  let now = (): Date => new Date()
  const sink = await openMailSink((message) => artefacts.mail(message, now()))
  try {
    say(
      'Everything here is invented and stays in this folder; no mail leaves this machine, and no outside service is contacted.',
    )
    if (process.getuid?.() === 0) {
      say(
        'You are root: unless Chromium gets its own user here, it runs without its sandbox. Use this only for the shop of the rehearsal.',
      )
    }
    const workflow = { shop, chromium, version, mailPort: sink.port }
    return await withAlliance(workflow, async (alliance) => {
      now = () => alliance.clock.now
      const input = listingAt(shop.origin, new Date().toISOString())
      await artefacts.json('listing.json', input)
      const { id: listing, assessment: unworded } = await alliance.take(input)
      const assessment = wordAssessment(unworded)
      await artefacts.json('assessment.json', assessment)
      say(
        `${parties.platform.name} submitted the listing “${listingTitle}”; the engine’s verdict is ${assessment.verdict}: ${assessment.reason}`,
      )
      const reason = `The title says “KW super”; the engine’s verdict is ${assessment.verdict}.`
      const { seat, person } = alliance.analyst
      const { id: opened } = await seat.ask(caseEndpoints.open, {
        body: { title: `Listings of ${parties.seller.name}`, about: 'seller', listings: [listing] },
      })
      say(`${parties.analyst} of ${parties.brand.name} opened a case about it.`)
      const { capture, name } = await gather({ alliance, shop, listing, reason, options })
      const publisher = await alliance.evidence.publisherOf(person.organisationId)
      const { pem } = publisher.signer.publicKey
      const trust = [await artefacts.write('trust/publisher.pem', pem)]
      for (const { name, root } of alliance.authorities) {
        trust.push(await artefacts.write(`trust/${name}-root.pem`, root.toString()))
      }
      const about = { case: opened, listing, capture, disable: shop.disable }
      const outcome = await playNotice({ regime, alliance, artefacts, say, ...about })
      say(`Outcome: ${outcome}`)
      return { package: join(out, name), trust: trust.map((one) => join(out, one)), outcome }
    })
  } finally {
    await sink.close()
    await shop.close()
  }
}

/** Captures, seals and packages as the server does, and returns the name of the package. */
async function gather(asked: {
  alliance: Alliance
  shop: Shop
  listing: string
  reason: string
  options: RehearsalOptions
}): Promise<{ capture: string; name: string }> {
  const { alliance, shop, listing, reason, options } = asked
  const { evidence, authorities } = alliance
  const { seat, person: actor } = alliance.analyst
  const { say, out, version } = options
  const also = [`${shop.origin}/seller/${parties.seller.id}`, `${shop.origin}/picture/4711.svg`]
  const wish = { url: `${shop.origin}/ad/1`, also, reason, listing }
  const { id } = await seat.ask(evidenceEndpoints.request, { body: wish })
  await runCapture(evidence, id)
  const { capture, items } = await seat.ask(evidenceEndpoints.read, { params: { id } })
  const { outcome, sentence } = capture
  requireCaptured(outcome, sentence)
  say(
    `${parties.analyst} captured the page, the seller’s page and the picture in Chromium: ${items.length} files. ${sentence ?? ''}`,
  )
  const draft = join(out, '.package')
  const wanted = {
    id,
    reason: 'Packaged for the notice.',
    target: draft,
    agent: `Touchstone ${version}`,
  }
  const { name, files } = await exportPackage(evidence, {
    actor,
    input: { ...wanted, shape: 'folder' },
  })
  await rename(draft, join(out, name))
  say(
    `The evidence is sealed: signed, timestamped by ${authorities.length} authorities created for this run, entered in the log, and packaged as ${files} files in ${name}.`,
  )
  return { capture: id, name }
}

function requireCaptured(outcome: string | null, sentence: string | null): void {
  if (outcome === 'captured') return
  throw new AppError({
    code: 'machine-unfit',
    message: `The page of the rehearsal's own shop could not be captured: ${sentence ?? 'it never ended'}`,
  })
}

function notRehearsed(regime: string): AppError {
  const known = [...regimeNames.written, ...regimeNames.reserved]
  const why = known.includes(regime) ? 'has no rehearsal yet' : 'is unknown'
  return new AppError({
    code: 'bad-option',
    message: `The regime ${regime} ${why}: use --regime ${rehearsed}.`,
  })
}
