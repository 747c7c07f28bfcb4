export { CheckedMark, Provisions } from './provisions.tsx'
export { RegimeName } from './regime-name.tsx'
export { useRegimeWords, type RegimeWords } from './regime-words.ts'
export { useRegime, useRegimes, type Regime, type RegimeTable } from './queries.ts'
