export * from './mentions.ts'
export * from './shown-references.ts'
