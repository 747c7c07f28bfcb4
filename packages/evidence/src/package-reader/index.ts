export {
  defaultLimits,
  UnreadableFile,
  UnreadablePackage,
  type PackageFiles,
  type ReadLimits,
} from './model.ts'
export { bytesOfFile, digestOfFile, openPackage } from './open-package.ts'
