// Node runs the sources as they are, but for the console's pages: their elements become calls, and a style
// sheet a module whose classes are called as in the source. For test workers (`vitest.config.ts`).
import { readFileSync } from 'node:fs'
import { createRequire, registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'

const require = createRequire(import.meta.url)

registerHooks({
  load(url, context, nextLoad) {
    if (url.endsWith('.css')) {
      const source = 'export default new Proxy({}, { get: (_all, name) => name })'
      return { format: 'module', source, shortCircuit: true }
    }
    if (!url.endsWith('.tsx')) return nextLoad(url, context)
    const { JsxEmit, ModuleKind, ScriptTarget, transpileModule } = require('typescript')
    const { outputText } = transpileModule(readFileSync(fileURLToPath(url), 'utf8'), {
      compilerOptions: {
        jsx: JsxEmit.ReactJSX,
        module: ModuleKind.ESNext,
        target: ScriptTarget.ESNext,
        verbatimModuleSyntax: true,
      },
    })
    return { format: 'module', source: outputText, shortCircuit: true }
  },
})
