export { fitModel, type FieldShape, type Pattern } from './fit-model.ts'
export { logisticRegression, type Example } from './logistic-regression.ts'
export { exactWeight, logistic, type LinkModel } from './link-model.ts'
