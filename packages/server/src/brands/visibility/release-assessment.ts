import {
  codedParams,
  reasonParams,
  type Assessment,
  type Evidence,
  type Signal,
} from '@touchstone/contract'
import {
  decideVisibleVerdict,
  explainFacts,
  explanationOf,
  staysUp,
  wordAssessment,
  wordExplanation,
  wordings,
  wordReason,
} from '@touchstone/recognition'
import type { BrandNames } from './brand-names.ts'
import { mayRelease, type ReleasedField } from './release-matrix.ts'
import type { Relation } from './types.ts'
import {
  catalogFieldOf,
  isCatalogSignal,
  signalSubjects,
  type SignalSubject,
} from './signal-codes.ts'
import {
  hasSources,
  isDisclosed,
  sourceKeysOf,
  withoutSources,
  type SourcedAssessment,
} from './catalog-sources.ts'

export type AssessmentViewer = {
  relation: Relation
  /** The viewer's brands with an approved claim. */
  brands: ReadonlySet<string>
  /** The keys of the catalogs that it may see. */
  hears: ReadonlySet<string>
  /** Its brands on which a rival has a claim too. */
  besideRivals?: ReadonlySet<string>
}

/** The assessment for readers: without its sources, and with sentences in English. */
export function toAssessmentView(assessment: SourcedAssessment): Assessment {
  const explanation = explanationOf(assessment)
  return wordAssessment({ ...withoutSources(assessment), explanation })
}

/** The part of an assessment that this viewer may see; nothing in it names others' brands. */
export function releaseAssessment(
  assessment: Assessment,
  viewer: AssessmentViewer,
  names: BrandNames,
): Assessment {
  const { relation, brands } = viewer
  if (relation === 'owner') return toAssessmentView(assessment)
  const others = mayRelease(relation, 'assessment.otherBrand')
  const foreign = (text: string): boolean => !others && names.namesOther(text, brands)
  const {
    signals,
    brands: visibleBrands,
    verdict,
    price,
    ceiling,
    probability,
    whole,
  } = releaseSignals(assessment, viewer, names)
  const { listing, marketplace, engine, complete, waitsFor, silent, baseRate } = assessment
  const { engineVerdict } = assessment
  const whyWhole = explanationOf(assessment)
  const isWhole = whole && !foreign(wordExplanation(whyWhole, signals, wordings.en))
  return toAssessmentView({
    listing,
    ...(marketplace !== undefined && { marketplace }),
    verdict,
    ...(whole && engineVerdict !== undefined && { engineVerdict }),
    ...(ceiling !== undefined && { ceiling }),
    ...(staysUp(verdict, signals) && { hold: false as const }),
    explanation: isWhole ? whyWhole : explainFacts(signals),
    probability,
    ...(baseRate !== undefined && { baseRate }),
    brands: visibleBrands.map(({ id, confidence, role, form }) => ({
      id,
      confidence,
      ...(role !== undefined && { role }),
      ...(form !== undefined && { form }),
    })),
    signals,
    ...(price !== undefined && { price }),
    engine,
    ...(complete !== undefined && { complete }),
    ...(waitsFor !== undefined && { waitsFor }),
    ...(whole && silent !== undefined && mayHearSilence(assessment, viewer) && { silent }),
  })
}

/** Which families had nothing to judge by, where this viewer may know it; without the cost of any sentence. */
export function releaseSilence(
  assessment: Assessment,
  viewer: AssessmentViewer,
  names: BrandNames,
): Assessment['silent'] {
  const { silent } = assessment
  if (silent === undefined || viewer.relation === 'owner') return silent
  if (!mayHearSilence(assessment, viewer)) return undefined
  return releaseSignals(assessment, viewer, names).whole ? silent : undefined
}

/** What this viewer is shown of the signals and the price comparison, and the verdict and probability that follow from these alone. */
export type ReleasedSignals = Pick<
  Assessment,
  'brands' | 'signals' | 'price' | 'probability' | 'verdict' | 'ceiling'
> & {
  /** Whether that is all of them. */
  whole: boolean
}

export function releaseSignals(
  assessment: Assessment,
  viewer: AssessmentViewer,
  names: BrandNames,
): ReleasedSignals {
  const { relation, brands } = viewer
  const { signals: all, probability, verdict, ceiling } = assessment
  if (relation === 'owner') return { ...assessment, whole: true }
  const others = mayRelease(relation, 'assessment.otherBrand')
  const foreign = (text: string): boolean => !others && names.namesOther(text, brands)
  const fieldFor = fieldsFor(assessment, viewer, names)
  const signals = all.flatMap((signal) => {
    const subject = signalSubjects[signal.code]
    const what = subject && fieldFor(signal, subject)
    if (what === undefined || !mayRelease(relation, what)) return []
    return partOf(signal, foreign)
  })
  const visibleBrands = assessment.brands.filter(({ id }) => others || brands.has(id))
  const price = releasedPrice(assessment, relation, fieldFor)
  if (signals.length === all.length) {
    return { brands: visibleBrands, signals, price, probability, verdict, ceiling, whole: true }
  }
  // Beside what is shown, verdict, ceiling and probability of the whole would tell of what is not.
  const part = { brands: visibleBrands, signals, probability: probabilityOf(signals, assessment) }
  return {
    ...part,
    price,
    verdict: decideVisibleVerdict(assessment, part),
    ceiling: undefined,
    whole: false,
  }
}

/**
 * A family that is not silent but shows nothing reveals that a catalog contributed, if only that the price is fine.
 * So silence is hidden where others' brands or a rival's catalog are involved.
 */
function mayHearSilence(
  assessment: Assessment,
  { brands, hears: keys }: AssessmentViewer,
): boolean {
  if (!assessment.brands.every(({ id }) => brands.has(id))) return false
  return sourceKeysOf(assessment).all.every((speaking) => isDisclosed(keys, speaking))
}

/** A price is compared with a catalog: readers who may see its signals may see the comparison. */
function releasedPrice(
  { price }: Assessment,
  relation: Relation,
  fieldFor: (signal: Signal, subject: SignalSubject) => ReleasedField,
): Assessment['price'] {
  if (price === undefined) return undefined
  const { against, reference } = price
  const isOfProduct = against === 'list-price'
  const code = isOfProduct ? 'price.far-below-msrp' : 'price.far-below-band'
  const signal: Signal = { code, family: 'price', weight: 0, evidence: { reference } }
  const subject = isOfProduct ? 'product' : 'brand-from-catalog'
  return mayRelease(relation, fieldFor(signal, subject)) ? price : undefined
}

/** True if an assessment contains what not even the listing's sender may see. */
export function disclosesCatalog(assessment: Assessment): boolean {
  return (
    // A catalog without findings reveals something too.
    hasSources(assessment) ||
    assessment.signals.some(
      ({ code }) => signalSubjects[code] === undefined || isCatalogSignal(code),
    )
  )
}

/** The row of the matrix that releases each signal to this viewer. */
function fieldsFor(
  assessment: Assessment,
  { relation, brands, hears: keys, besideRivals }: AssessmentViewer,
  names: BrandNames,
): (signal: Signal, subject: SignalSubject) => ReleasedField {
  const speaking = sourceKeysOf(assessment)
  // Beside another with the same right to the brand, its findings are those of a rival's catalog.
  const mayHear = (code: string, isOwn: boolean): boolean => {
    const field = catalogFieldOf(code)
    const toCatalog = !isOwn ? 'rival' : relation === 'group' ? 'group' : 'holder'
    return field !== undefined && mayRelease(toCatalog, field)
  }
  const ofCatalog = (code: string, brand: string, spoken: readonly string[] | undefined) =>
    mayHear(code, brands.has(brand) && isDisclosed(keys, spoken))
      ? 'assessment.ownBrand'
      : 'assessment.otherBrandFromCatalog'
  return ({ code, evidence }, subject) => {
    const reference = evidence?.reference ?? ''
    const brand = brandOf(reference)
    switch (subject) {
      case 'listing':
        return 'assessment.noBrand'
      case 'goods':
        return mayHear(
          code,
          speaking.all.every((spoken) => isDisclosed(keys, spoken)),
        )
          ? 'assessment.noBrand'
          : 'assessment.otherBrandFromCatalog'
      case 'marketplace':
        return 'assessment.marketplaceSignals'
      case 'portfolio':
        return 'assessment.portfolio'
      case 'brand':
        return brands.has(brand) ? 'assessment.ownBrand' : 'assessment.otherBrand'
      case 'bank':
        // For listings that a rights holder submits itself, only its own bank counts.
        if (relation === 'sender') return 'assessment.noBrand'
        // A rival must not learn which of the two has a picture of the brand.
        return brands.has(brand) && besideRivals?.has(brand) !== true
          ? 'assessment.ownBrand'
          : 'assessment.otherBrandFromCatalog'
      case 'brand-from-catalog':
        return ofCatalog(code, brand, speaking.ofBrand(brand))
      case 'product':
        return ofCatalog(code, names.brandOfProduct(reference) ?? '', speaking.ofProduct(reference))
    }
  }
}

function brandOf(reference: string): string {
  return reference.split('/', 1)[0] ?? ''
}

/** The signal with its known fields; undefined if its text or parameters name another's brand. */
function partOf(signal: Signal, foreign: (text: string) => boolean): Signal[] {
  const { code, family, weight, evidence } = signal
  if (evidence === undefined) return [{ code, family, weight }]
  const { field, start, end, text, also, image, box, reference } = evidence
  const params = knownParams(code, evidence)
  // The sentence's fixed words may combine with a parameter into a name.
  const sentence = params && wordReason({ code, evidence: { params } }, wordings.en)
  const words = [field, text, sentence, ...textsIn(params)]
  if (words.some((one) => one !== undefined && foreign(one))) return []
  const places = also?.filter(
    (span) => span.text !== undefined && !foreign(span.text) && !foreign(span.field),
  )
  const shown = {
    ...(field !== undefined && { field }),
    ...(start !== undefined && { start }),
    ...(end !== undefined && { end }),
    ...(text !== undefined && { text }),
    ...(places !== undefined && places.length > 0 && { also: places }),
    ...(image !== undefined && { image }),
    ...(box !== undefined && { box }),
    ...(reference !== undefined && { reference }),
    ...(params !== undefined && { params }),
  }
  return [{ code, family, weight, evidence: shown }]
}

/** Exactly the parameters of the code: what no sentence says is shown to nobody. */
function knownParams(code: string, { params }: Evidence): Evidence['params'] {
  const schema = Object.hasOwn(reasonParams, code)
    ? reasonParams[code as keyof typeof reasonParams]
    : undefined
  return schema?.safeParse(params).success === true ? params : undefined
}

function textsIn(value: unknown, name = ''): string[] {
  if (typeof value === 'string') return codedParams.has(name) ? [] : [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => textsIn(inner, key))
}

/** The engine's sum: log-odds of the base rate and all signals. */
function probabilityOf(signals: readonly Signal[], { baseRate, probability }: Assessment): number {
  if (baseRate === undefined || baseRate <= 0 || baseRate >= 1) {
    return Math.round(probability * 10) / 10
  }
  const logOdds = signals.reduce(
    (sum, { weight }) => sum + weight,
    Math.log(baseRate / (1 - baseRate)),
  )
  return 1 / (1 + Math.exp(-logOdds))
}
