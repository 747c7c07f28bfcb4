export { manifestText, parseManifest, type Manifest } from './manifest.ts'
export { foldedPath, isPlainPath, pathFault } from './paths.ts'
export { bagDeclaration, parseTags, tagOf, tagsText, type Tags } from './tags.ts'
