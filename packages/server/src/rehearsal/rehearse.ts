import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { regimeNames } from '@touchstone/jurisdiction'
import { capture, demandChromium, type Captured } from '../captures/index.ts'
import { AppError } from '../platform/errors/index.ts'
import { judgeInAlliance } from './alliance.ts'
import { Artefacts } from './artefacts.ts'
import { packCapture } from './evidence.ts'
import { offerAt, offerTitle, parties } from './parties.ts'
import { playNotice } from './notice-and-action.ts'
import { openShop } from './shop.ts'

export type RehearsalOptions = {
  regime: string
  /** A folder that is not there yet, or is empty. */
  out: string
  /** Gets one plain sentence for each step. */
  say: (sentence: string) => void
  version: string
  env: Readonly<Record<string, string | undefined>>
}

export type Rehearsed = {
  /** The folder of the evidence package. */
  package: string
  /** PEM files that `verify` can be told to trust. */
  trust: string[]
  outcome: string
}

/** Only this one has its acts written out; the engine itself knows no regime by name. */
const rehearsed = 'eu-dsa'

/**
 * Plays an offer from its capture to the outcome under a regime, with a shop, a store, authorities for time and
 * mail of its own, and a clock that is put forward. Nothing leaves the machine; everything lies in the folder.
 */
export async function rehearse(options: RehearsalOptions): Promise<Rehearsed> {
  const { regime, out, say, version, env } = options
  if (regime !== rehearsed) throw notRehearsed(regime)
  const chromium = demandChromium(env)
  const artefacts = await Artefacts.in(out)
  const scratch = await mkdtemp(join(tmpdir(), 'touchstone-capture-'))
  const shop = await openShop()
  try {
    say(
      'Everything here is invented and stays in this folder; no mail leaves, nobody outside is asked.',
    )
    const url = `${shop.origin}/item/4711`
    const offer = offerAt(shop.origin, new Date().toISOString())
    await artefacts.json('offer.json', offer)
    const assessment = await judgeInAlliance(offer)
    await artefacts.json('assessment.json', assessment)
    say(
      `${parties.platform.name} sent the offer “${offerTitle}”; the engine says ${assessment.verdict}: ${assessment.reason}`,
    )
    const reason = `The title says “KW super”; the engine says ${assessment.verdict}.`
    const captured = await capture({
      url: `${shop.origin}/ad/1`,
      also: [`${shop.origin}/seller/${parties.seller.id}`, `${shop.origin}/picture/4711.svg`],
      operator: parties.analyst,
      reason,
      folder: scratch,
      chromium,
      version,
      lookup: async () => [{ address: '127.0.0.1' }],
      testAllowances: [{ address: '127.0.0.1', port: shop.port }],
    })
    demandCaptured(captured)
    say(
      `${parties.analyst} captured the page, the seller’s page and the picture in Chromium ${captured.record.tools.chromium}: ${captured.record.requests.finished} answers, ${captured.files.length} files. ${captured.sentence}`,
    )
    const name = 'evidence-item-4711'
    const sealed = await packCapture({
      captured,
      offer: Buffer.from(JSON.stringify(offer, null, 2)),
      assessment: Buffer.from(JSON.stringify(assessment, null, 2)),
      url,
      reason,
      folder: join(out, name),
      name,
      version,
    })
    const trust = [await artefacts.write('trust/publisher.pem', sealed.publisherKey)]
    for (const authority of sealed.authorities) {
      trust.push(
        await artefacts.write(`trust/${authority.name}-root.pem`, authority.root.toString()),
      )
    }
    say(
      `The evidence is sealed: signed, stamped by ${sealed.authorities.length} authorities for time of this run, entered in a log, and packed as ${sealed.files} files in ${name}.`,
    )
    const outcome = await playNotice({ regime, artefacts, url, say, evidence: name })
    say(`Outcome: ${outcome}`)
    return { package: join(out, name), trust: trust.map((one) => join(out, one)), outcome }
  } finally {
    await shop.close()
    await rm(scratch, { recursive: true, force: true })
  }
}

function demandCaptured({ outcome, sentence }: Captured): void {
  if (outcome === 'captured') return
  throw new AppError({
    code: 'machine-unfit',
    message: `The page of the rehearsal's own shop could not be captured: ${sentence}`,
  })
}

function notRehearsed(regime: string): AppError {
  const known = [...regimeNames.written, ...regimeNames.reserved]
  const why = known.includes(regime) ? 'has no rehearsal yet' : 'is not known'
  return new AppError({
    code: 'bad-option',
    message: `The regime ${regime} ${why}: name ${rehearsed} with --regime.`,
  })
}
