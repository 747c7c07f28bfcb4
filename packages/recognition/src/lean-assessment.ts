import type { Assessment, Listing, Signal } from '#contract'
import type { ScreenOptions, Screener } from './screener.ts'
import { wordAssessment } from './assessment-sentences.ts'
import { silentFamilies } from './silent-families.ts'
import { BASE_RATE } from './verdict/index.ts'
import { wordings } from './wordings-by-locale.ts'
import type { Wording } from './wording/index.ts'

type Evidence = NonNullable<Signal['evidence']>
type Place = { field?: string | undefined; start?: number | undefined; end?: number | undefined }

/**
 * The assessment without what its listing or a usual value says again: texts at places, the marketplace, a ceiling
 * that is the verdict, a complete assessment, the usual base rate. Families that had something to judge by (`heard`)
 * stand for those that had not. `fullAssessment` restores it.
 * @param assessment without sentences, as `Screener.screen` returns it
 */
function leanAssessment(assessment: Assessment, listing: Listing): Assessment {
  const { marketplace, ceiling, baseRate, complete, silent, signals, ...others } = assessment
  const { listing: id, verdict, hold, probability, brands, price, engine, ...more } = others
  return {
    listing: id,
    ...(marketplace !== listing.marketplace && { marketplace }),
    verdict,
    ...(ceiling !== verdict && { ceiling }),
    ...(hold !== undefined && { hold }),
    probability,
    ...(baseRate !== BASE_RATE && { baseRate }),
    brands,
    signals: signals.map((signal) => leanSignal(signal, listing)),
    ...(price !== undefined && { price }),
    engine,
    ...(complete !== true && { complete }),
    ...withoutSilent(silent),
    ...more,
  }
}

function withoutSilent(silent: Assessment['silent']): { heard?: string[]; silent?: string[] } {
  if (silent === undefined) return {}
  if (isAllSilent(silent)) return {}
  const heard = silentFamilies.filter((family) => !silent.includes(family))
  const others = silentFamilies.filter((family) => !heard.includes(family))
  return silent.join() === others.join() ? { heard } : { silent }
}

function isAllSilent(silent: readonly string[]): boolean {
  return (
    silent.length === silentFamilies.length &&
    silentFamilies.every((family, at) => family === silent[at])
  )
}

function leanSignal(signal: Signal, listing: Listing): Signal {
  const { evidence } = signal
  if (evidence?.start === undefined) return signal
  const lean: Evidence = isRestored(evidence, listing) ? withoutText(evidence) : { ...evidence }
  if (evidence.also !== undefined)
    lean.also = evidence.also.map((place) =>
      textAt(place, listing) === place.text ? withoutText(place) : place,
    )
  return { ...signal, evidence: lean }
}

function isRestored(evidence: Evidence, listing: Listing): boolean {
  return evidence.text !== undefined && restoredText(evidence, listing) === evidence.text
}

function withoutText<T extends { text?: string | undefined }>({ text: _, ...others }: T): T {
  return others as T
}

/** A signal about words states them among its parameters as well. */
function restoredText({ params, ...place }: Evidence, listing: Listing): string | undefined {
  const text = params?.['text']
  return typeof text === 'string' ? text : textAt(place, listing)
}

/**
 * A lean assessment in full, with its sentences; a full one as it is.
 * @param listing the one that was assessed
 */
export function fullAssessment(
  lean: Assessment,
  listing: Listing,
  wording: Wording = wordings.en,
): Assessment {
  const {
    listing: id,
    marketplace = listing.marketplace,
    verdict,
    ceiling = verdict,
    hold,
    probability,
    baseRate = BASE_RATE,
    brands,
    signals,
    price,
    engine,
    complete = true,
    heard = [],
    silent = silentFamilies.filter((family) => !heard.includes(family)),
    line,
    ...more
  } = lean
  const full = wordAssessment(
    {
      listing: id,
      ...(marketplace !== undefined && { marketplace }),
      verdict,
      ceiling,
      ...(hold !== undefined && { hold }),
      probability,
      baseRate,
      brands,
      signals: signals.map((signal) => fullSignal(signal, listing)),
      ...(price !== undefined && { price }),
      engine,
      complete,
      silent,
      ...more,
    },
    wording,
  )
  return line === undefined ? full : { ...full, line }
}

function fullSignal(signal: Signal, listing: Listing): Signal {
  const { evidence } = signal
  if (evidence?.start === undefined) return signal
  const { also } = evidence
  return {
    ...signal,
    evidence: {
      ...withText(evidence, restoredText(evidence, listing)),
      ...(also !== undefined && {
        also: also.map((place) => withText(place, textAt(place, listing))),
      }),
    },
  }
}

/** With its text, after the offsets as in a full assessment. */
function withText<T extends Place & { text?: string | undefined }>(
  place: T,
  restored: string | undefined,
): T {
  const { field, start, end, text = restored, ...others } = place
  return {
    ...(field !== undefined && { field }),
    start,
    end,
    ...(text !== undefined && { text }),
    ...others,
  } as T
}

/** The text of a listing at a place; undefined in what was read in a picture. */
function textAt({ field = '', start, end }: Place, listing: Listing): string | undefined {
  return textOfField(field, listing)?.slice(start, end)
}

function textOfField(field: string, listing: Listing): string | undefined {
  switch (field) {
    case 'title':
    case 'brand':
    case 'category':
    case 'description':
      return listing[field]
  }
  const [group, name = ''] = /^(\w+)\/(.*)$/s.exec(field)?.slice(1) ?? []
  if (group === 'attributes')
    return listing.attributes !== undefined && Object.hasOwn(listing.attributes, name)
      ? listing.attributes[name]
      : undefined
  const at = Number(/^(\d+)\//.exec(name)?.[1] ?? Number.NaN)
  if (group === 'variants') return listing.variants?.[at]?.name
  if (group === 'reviews') return listing.reviews?.[at]?.text
  return undefined
}

/** A screener whose assessments are lean. */
export function leanScreener(screener: Pick<Screener, 'screen'>): Pick<Screener, 'screen'> {
  return {
    screen: (listing: Listing, options?: ScreenOptions) =>
      leanAssessment(screener.screen(listing, options), listing),
  }
}
