export type { NameSpan } from './name-spans.ts'
export { TitleNames } from './title-names.ts'
