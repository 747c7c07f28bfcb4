export * from './notice-requirements.ts'
export * from './notice-elements.ts'
