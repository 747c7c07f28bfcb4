export * from './buyer-texts.ts'
