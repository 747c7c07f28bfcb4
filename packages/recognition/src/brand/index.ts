export * from './mentions.ts'
export * from './shown.ts'
