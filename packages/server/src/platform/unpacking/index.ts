export { unpacked } from './unpack.ts'
