export { editDistance } from './edit-distance.ts'
export { jaroWinkler } from './jaro-winkler.ts'
