export {
  parseCatalog,
  parseListing,
  TouchstoneError,
  type Assessment,
  type Catalog,
  type Fault,
  type Listing,
  type PortfolioFact,
  type PortfolioSummary,
  type ParsedCatalog,
  type ParsedListing,
  type Signal,
  type Verdict,
} from '#contract'
export { guardCounts, lexicons } from '../lexicon/index.ts'
export { starterPack } from '../packs/starter/index.ts'
export { exchangeRates, markers, priceTiers, productTypes } from '../vocabulary/index.ts'
export { brandSpellings, type KnownSpelling } from './brand-spellings.ts'
export { nameKey } from './catalog/index.ts'
export { contactOf, gtinOf, identifiersIn, type Identifier } from './barcode-content/index.ts'
export { foldToString } from './text/index.ts'
export {
  lintAmendments,
  lintGuardCounts,
  lintLexicons,
  lintPack,
  lintTermRates,
  termRateFindings,
  type Finding,
} from './lint/index.ts'
export {
  coverText,
  GlossReader,
  type CoveredPiece,
  type GlossedPassage,
  type Passage,
  type WordMeaning,
} from './gloss/index.ts'
export type { NameSpan } from './names/index.ts'
export {
  levelsBelow,
  Portfolio,
  portfolioEntry,
  portfolioMarks,
  sharedPriceFrom,
  type PortfolioEntry,
} from './portfolio/index.ts'
export {
  CompiledTables,
  ForeignTables,
  layOut,
  type SharedTables,
  type Table,
  type TablePlace,
} from './compiled-tables/index.ts'
export {
  compile,
  engineName,
  type CompiledBefore,
  type CompiledEngine,
  type CompileOptions,
  type Screener,
  type ScreenOptions,
  type TermPlace,
} from './screener.ts'
export {
  BASE_RATE,
  decideVisibleVerdict,
  explainFacts,
  explanationOf,
  measureMarks,
  staysUp,
  underThresholds,
  verdictWithin,
  WISHES_LIMIT,
  type AssessmentPart,
  type Measured,
} from './verdict/index.ts'
export { unitCodesIn, type UnitCode } from './unit-codes.ts'
export type { ItemFact, ItemFactState } from './signals/index.ts'
export { isAdverse } from './signal-codes.ts'
export { ENGINE_VERSION } from './version.ts'
export { wordAssessment, wordScreener } from './assessment-sentences.ts'
export { fullAssessment, leanScreener } from './lean-assessment.ts'
export * from './wording/index.ts'
export { wordings } from './wordings-by-locale.ts'
export { amendLexicons } from './vocabulary/index.ts'
