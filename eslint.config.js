import { defineConfig, globalIgnores } from 'eslint/config'
import { importX } from 'eslint-plugin-import-x'
import reactHooks from 'eslint-plugin-react-hooks'
import tseslint from 'typescript-eslint'
import { dependenciesOf, roomRules } from './scripts/room-rules.ts'

const sources = ['**/*.{js,mjs,ts,tsx}']
const tests = ['**/*.test.ts', '**/test/**/*.ts']
const pure = 'recognition is pure, so that the same offer gets the same verdict everywhere: '
const lawful = 'jurisdiction is pure, so that the same events give the same state everywhere: '

const connectionBan =
  'Only platform/db knows the connection, so that every query runs in a transaction under its role: take the handle that transact gives.'

const queueSql = {
  property: 'runQueueSql',
  message: 'It runs as the owner of the tables, for the queue of platform/jobs alone.',
}

const surroundingsBan =
  'A command takes its streams, environment, signals and exit from ProgramIo, so that it runs in any process.'

const markupBan = {
  message:
    'Offers are written by strangers: text reaches a page through textContent or createTextNode only.',
}
const markup = [
  { selector: 'MemberExpression[property.name=/^(innerHTML|outerHTML|insertAdjacentHTML)$/]' },
  { selector: 'MemberExpression[property.value=/^(innerHTML|outerHTML|insertAdjacentHTML)$/]' },
  { selector: 'MemberExpression[object.name="document"][property.name=/^write(ln)?$/]' },
  { selector: 'JSXAttribute[name.name="dangerouslySetInnerHTML"]' },
  { selector: 'Property[key.name="dangerouslySetInnerHTML"]' },
].map((one) => ({ ...one, ...markupBan }))

const spread = ':matches(SpreadElement, JSXSpreadAttribute)'
const wrapped = ':matches(TSAsExpression, TSSatisfiesExpression)'
const literal = ':matches(ObjectExpression, ArrayExpression)'
const literalSpreads = [
  `${spread} > ${literal}`,
  `${spread} > ${wrapped} > ${literal}.expression`,
  `${spread} > ${wrapped} > ${wrapped}.expression > ${literal}.expression`,
  'TSRestType > TSTupleType',
].map((selector) => ({
  selector,
  message:
    'Write these members directly where the literal is spread: length is no reason to wrap them.',
}))

const restrictedSyntax = [...markup, ...literalSpreads]

const worldly = [
  'process',
  'globalThis',
  'global',
  'window',
  'self',
  'require',
  'console',
  'performance',
  'fetch',
  'XMLHttpRequest',
  'WebSocket',
  'EventSource',
  'crypto',
  'Worker',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'localStorage',
  'navigator',
]

/** No clock, chance, process or network: what a pure package needs it takes as an argument. */
function purity(reason) {
  const clock = `${reason}no clock; take the time as an argument.`
  const world = `${reason}no process, network, timer or global state; take what you need as an argument.`
  return {
    'no-restricted-globals': ['error', ...worldly.map((name) => ({ name, message: world }))],
    'no-restricted-properties': [
      'error',
      { object: 'Date', property: 'now', message: clock },
      { object: 'Math', property: 'random', message: `${reason}no chance.` },
    ],
    'no-restricted-syntax': [
      'error',
      ...restrictedSyntax,
      { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: clock },
      { selector: 'CallExpression[callee.name="Date"]', message: clock },
      { selector: 'MetaProperty[meta.name="import"][property.name="meta"]', message: world },
    ],
  }
}

export default defineConfig(
  // The kernel is AssemblyScript: its own compiler checks it, and its types are not TypeScript's.
  globalIgnores(['**/dist/', 'coverage/', 'data/', 'packages/recognition/kernel/']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: sources,
    extends: [tseslint.configs.recommended],
    plugins: { 'import-x': importX, touchstone: roomRules },
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-var': 'error',
      'prefer-const': 'error',
      'no-fallthrough': 'error',
      'no-self-compare': 'error',
      'no-unreachable': 'error',
      'no-misleading-character-class': ['error', { allowEscape: true }],
      'no-restricted-syntax': ['error', ...restrictedSyntax],
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'separate-type-imports' },
      ],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      'import-x/no-default-export': 'error',
      'touchstone/room-entrance': 'error',
      'touchstone/file-name': 'error',
    },
  },
  {
    // A tool asks for the default of its configuration; a declaration tells another package's.
    files: ['**/*.config.{js,ts}', '**/*.d.ts'],
    rules: { 'import-x/no-default-export': 'off' },
  },
  {
    files: ['packages/contract/src/**/*.ts'],
    ignores: tests,
    rules: {
      'touchstone/only-imports': [
        'error',
        {
          allow: ['zod'],
          reason: 'contract is the one source of every format, so it depends on zod alone.',
        },
      ],
    },
  },
  {
    files: ['packages/recognition/**/*.ts'],
    ignores: tests,
    rules: {
      'touchstone/only-imports': [
        'error',
        {
          allow: ['#contract', ...dependenciesOf('recognition')],
          reason: `${pure}nothing of Node, of server or of cli, and the schemas by #contract, so that it can be published alone.`,
        },
      ],
      ...purity(pure),
    },
  },
  {
    files: ['packages/jurisdiction/**/*.ts'],
    ignores: tests,
    rules: {
      'touchstone/only-imports': [
        'error',
        {
          allow: dependenciesOf('jurisdiction'),
          reason: `${lawful}nothing of Node, of server or of cli.`,
        },
      ],
      ...purity(lawful),
    },
  },
  {
    files: ['packages/recognition/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['@touchstone/server', '@touchstone/cli', '@touchstone/console'],
              message: 'recognition stands before them: it is published and tested without them.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['packages/evidence/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: [
                '@touchstone/*',
                ...['http', 'https', 'http2', 'net', 'tls', 'dgram', 'dns'].map(
                  (name) => `node:${name}`,
                ),
                'undici',
              ],
              message:
                'evidence is verified offline and alone: take what carries bytes as an argument.',
            },
          ],
        },
      ],
      'no-restricted-globals': [
        'error',
        ...['fetch', 'WebSocket', 'EventSource'].map((name) => ({
          name,
          message: 'evidence is verified offline: take what carries bytes as an argument.',
        })),
      ],
    },
  },
  {
    files: ['packages/**/*.ts'],
    ignores: [
      'packages/server/src/platform/db/**',
      'packages/server/test/{postgresql-server,database-owner}.ts',
    ],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          paths: [
            { name: 'pg', message: connectionBan },
            {
              name: 'kysely',
              allowImportNames: ['sql'],
              allowTypeImports: true,
              message: connectionBan,
            },
          ],
          patterns: [{ group: ['@electric-sql/*', 'pg-*'], message: connectionBan }],
        },
      ],
    },
  },
  {
    files: ['packages/console/src/**/*.{ts,tsx}'],
    extends: [reactHooks.configs.flat.recommended],
    rules: {
      // It warns of what React's compiler would skip; nothing here is compiled by it.
      'react-hooks/incompatible-library': 'off',
    },
  },
  {
    files: ['packages/server/src/platform/jobs/**'],
    rules: { '@typescript-eslint/no-restricted-imports': 'off' },
  },
  {
    files: ['packages/server/src/**/*.ts', 'packages/cli/**/*.ts'],
    ignores: ['packages/server/src/platform/{db,jobs}/**'],
    rules: { 'no-restricted-properties': ['error', queueSql] },
  },
  {
    // Except where they are taken from the process, and in threads, which have none of their own.
    files: ['packages/cli/src/**/*.ts'],
    ignores: [...tests, 'packages/cli/src/{main,process-surroundings}.ts'],
    rules: {
      'no-restricted-globals': ['error', { name: 'console', message: surroundingsBan }],
      'no-restricted-imports': [
        'error',
        ...['process', 'console'].flatMap((name) =>
          [name, `node:${name}`].map((path) => ({ name: path, message: surroundingsBan })),
        ),
      ],
      'no-restricted-properties': [
        'error',
        queueSql,
        ...[
          'stdin',
          'stdout',
          'stderr',
          'env',
          'argv',
          'exit',
          'exitCode',
          'on',
          'off',
          'once',
          'umask',
        ].map((property) => ({ object: 'process', property, message: surroundingsBan })),
      ],
    },
  },
  {
    files: tests,
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
)
