import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { regimeNames } from '@touchstone/jurisdiction'
import { demandChromium } from '../captures/index.ts'
import { exportPackage, readCapture, requestCapture, runCapture } from '../evidence/index.ts'
import { contextOf } from '../identity/index.ts'
import type { Handle } from '../platform/db/index.ts'
import { AppError } from '../platform/errors/index.ts'
import { withAlliance, type Alliance } from './alliance.ts'
import { Artefacts } from './artefacts.ts'
import { playNotice } from './notice-and-action.ts'
import { offerAt, offerTitle, parties } from './parties.ts'
import { openShop, type Shop } from './shop.ts'

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
  const chromium = await demandChromium(env)
  const artefacts = await Artefacts.in(out)
  const shop = await openShop()
  try {
    say(
      'Everything here is invented and stays in this folder; no mail leaves, nobody outside is asked.',
    )
    if (process.getuid?.() === 0) {
      say('You are root: Chromium runs without its own sandbox, which is well for this shop alone.')
    }
    return await withAlliance({ shop, chromium, version }, async (alliance) => {
      const url = `${shop.origin}/item/4711`
      const offer = offerAt(shop.origin, new Date().toISOString())
      await artefacts.json('offer.json', offer)
      const { id: listingId, assessment } = await alliance.take(offer)
      await artefacts.json('assessment.json', assessment)
      say(
        `${parties.platform.name} sent the offer “${offerTitle}”; the engine says ${assessment.verdict}: ${assessment.reason}`,
      )
      const reason = `The title says “KW super”; the engine says ${assessment.verdict}.`
      const evidence = await gather({ alliance, shop, reason, options })
      const publisher = await alliance.evidence.publisherOf(alliance.analyst.organisationId)
      const { pem } = publisher.signer.publicKey
      const trust = [await artefacts.write('trust/publisher.pem', pem)]
      for (const { name, root } of alliance.authorities) {
        trust.push(await artefacts.write(`trust/${name}-root.pem`, root.toString()))
      }
      const asked = { regime, alliance, listingId, artefacts, url, say, evidence }
      const outcome = await playNotice(asked)
      say(`Outcome: ${outcome}`)
      return { package: join(out, evidence), trust: trust.map((one) => join(out, one)), outcome }
    })
  } finally {
    await shop.close()
  }
}

/** Captures, seals and packs as the server does it, and gives the name of the package. */
async function gather(asked: {
  alliance: Alliance
  shop: Shop
  reason: string
  options: RehearsalOptions
}): Promise<string> {
  const { alliance, shop, reason, options } = asked
  const { store, analyst: actor, evidence, authorities } = alliance
  const { say, out, version } = options
  const as = <T>(work: (handle: Handle) => Promise<T>): Promise<T> =>
    store.transact(contextOf(actor), work)
  const also = [`${shop.origin}/seller/${parties.seller.id}`, `${shop.origin}/picture/4711.svg`]
  const wish = { url: `${shop.origin}/ad/1`, also, reason }
  const { id } = await as((handle) => requestCapture({ handle, actor, input: wish }))
  await runCapture(evidence, id)
  const { outcome, sentence, items } = await as((handle) =>
    readCapture({ handle, actor, input: { id } }),
  )
  demandCaptured(outcome, sentence)
  say(
    `${parties.analyst} had the page, the seller’s page and the picture captured in Chromium: ${items.length} files. ${sentence ?? ''}`,
  )
  const draft = join(out, '.package')
  const wanted = {
    id,
    reason: 'Packed for the notice.',
    target: draft,
    agent: `Touchstone ${version}`,
  }
  const { name, files } = await exportPackage(evidence, {
    actor,
    input: { ...wanted, shape: 'folder' },
  })
  await rename(draft, join(out, name))
  say(
    `The evidence is sealed: signed, stamped by ${authorities.length} authorities for time of this run, entered in the log, and packed as ${files} files in ${name}.`,
  )
  return name
}

function demandCaptured(outcome: string | null, sentence: string | null): void {
  if (outcome === 'captured') return
  throw new AppError({
    code: 'machine-unfit',
    message: `The page of the rehearsal's own shop could not be captured: ${sentence ?? 'it never ended'}`,
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
