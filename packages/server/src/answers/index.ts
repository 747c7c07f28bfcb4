export { asksJob } from './asks.ts'
export { clearedBy } from './clearances.ts'
export { forgettingJob } from './keeping.ts'
export { answerRoutes, type AnswerRoutesOptions } from './routes.ts'
