export { unpackStream } from './unpack.ts'
