export { dictionaryRelease } from './application-identifiers.ts'
export { bracketed } from '#contract'
export type { CodeElement } from './elements.ts'
export type { CodeProblem, CodeProblemCode } from './problem.ts'
export { wordCodeProblem, wordSignature, type SignatureState } from './code-sentences.ts'
export {
  readBracketedCode,
  readCodeText,
  readScan,
  type ReadCode,
  type RefusedCode,
} from './read-code.ts'
export { signatureIn, signedBytesOf, withSignature, type CodeSignature } from './signed-code.ts'
export { checkDigitOf } from './value-checks.ts'
