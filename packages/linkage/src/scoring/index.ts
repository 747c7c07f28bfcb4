export { fitModel, type FieldShape, type Pattern } from './fit-model.ts'
export { exactWeight, logistic, type LinkModel } from './link-model.ts'
