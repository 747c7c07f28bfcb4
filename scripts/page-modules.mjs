// Node runs the sources unchanged, except the console's pages: JSX becomes calls, a style sheet becomes a module with
// its class names as in the source, and messages become the modules of the build. For test workers
// (`vitest.config.ts`).
import { readFileSync } from 'node:fs'
import { createRequire, registerHooks } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { consoleLocales, messageFiles } from '../packages/console/build/message-files.ts'

const require = createRequire(import.meta.url)
const messages = messageFiles()

registerHooks({
  resolve(specifier, context, nextResolve) {
    const id = messages.resolveId(specifier)
    if (id === undefined) return nextResolve(specifier, context)
    const url = pathToFileURL(id.replace('\0', '/')).href
    return { format: 'module', url, shortCircuit: true }
  },
  load(url, context, nextLoad) {
    const module = moduleOf(url, context)
    return module === undefined
      ? nextLoad(url, context)
      : { format: 'module', source: module, shortCircuit: true }
  },
})

function moduleOf(url, { importAttributes }) {
  if (url.endsWith('.css')) return 'export default new Proxy({}, { get: (_all, name) => name })'
  if (url.endsWith('.tsx')) return withCalls(fileURLToPath(url))
  if (url.endsWith('.json') && importAttributes?.type !== 'json') {
    return compiledMessages(fileURLToPath(url))
  }
  return url.startsWith('file:') ? messages.load(fileURLToPath(url)) : undefined
}

function withCalls(file) {
  const { JsxEmit, ModuleKind, ScriptTarget, transpileModule } = require('typescript')
  return transpileModule(readFileSync(file, 'utf8'), {
    compilerOptions: {
      jsx: JsxEmit.ReactJSX,
      module: ModuleKind.ESNext,
      target: ScriptTarget.ESNext,
      verbatimModuleSyntax: true,
    },
  }).outputText
}

function compiledMessages(file) {
  const { compileNamespace, isNamespace } = require('../packages/messages/src/compile/index.ts')
  if (!isNamespace(consoleLocales, file)) return undefined
  return `export default ${compileNamespace(readFileSync(file, 'utf8'))}`
}
