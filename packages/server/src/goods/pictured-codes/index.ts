export { reassessPicturedCodes, reassessPicturedCodesJob } from './reassess-listings.ts'
export { insertPicturedCode, markPicturedCodesDue } from './repository.ts'
