export * from './mentions.ts'
export * from './image-evidence.ts'
