import { defineConfig, type DummyRuleMap } from 'oxlint'
import { dependenciesOf } from './scripts/leaf-rules.ts'

const tests = ['**/*.test.ts', '**/test/**/*.ts']
const pure = 'recognition is pure, so that the same offer gets the same verdict everywhere: '
const lawful = 'jurisdiction is pure, so that the same events give the same state everywhere: '
const linking = 'linkage is pure, so that the same listings give the same links everywhere: '

const connectionBan =
  'Only platform/db knows the connection, so that every query runs in a transaction under its role: take the handle that transact gives.'
const connectionPaths = [
  { name: 'pg', message: connectionBan },
  { name: 'kysely', allowImportNames: ['sql'], allowTypeImports: true, message: connectionBan },
]
const connectionPattern = { group: ['@electric-sql/*', 'pg-*'], message: connectionBan }

const otherOrganisationBan = {
  group: ['**/platform/db/index.ts'],
  importNames: ['actForOrganisation'],
  message:
    'It leaves the organisation that the request is for: enforcement/notice-exchange alone writes on both sides of a notice, and both-sides.ts of sellers/referral-notices on both sides of a referral.',
}

const queueSql = {
  property: 'runQueueSql',
  message: 'It runs as the owner of the tables, for the queue of platform/jobs alone.',
}

const processBan =
  'A command takes its streams, environment, signals and exit from ProgramIo, so that it runs in any process.'

const markup = [
  'MemberExpression[property.name=/^(innerHTML|outerHTML|insertAdjacentHTML)$/]',
  'MemberExpression[property.value=/^(innerHTML|outerHTML|insertAdjacentHTML)$/]',
  'MemberExpression[object.name="document"][property.name=/^write(ln)?$/]',
  'JSXAttribute[name.name="dangerouslySetInnerHTML"]',
  'Property[key.name="dangerouslySetInnerHTML"]',
].map((selector) => ({
  selector,
  message:
    'Offers are written by strangers: text reaches a page through textContent or createTextNode only.',
}))

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
function purity(reason: string): DummyRuleMap {
  const clock = `${reason}no clock; take the time as an argument.`
  const world = `${reason}no process, network, timer or global state; take what you need as an argument.`
  return {
    'no-restricted-globals': ['error', ...worldly.map((name) => ({ name, message: world }))],
    'no-restricted-properties': [
      'error',
      { object: 'Date', property: 'now', message: clock },
      { object: 'Math', property: 'random', message: `${reason}no chance.` },
    ],
    'touchstone/no-restricted-syntax': [
      'error',
      ...restrictedSyntax,
      { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: clock },
      { selector: 'CallExpression[callee.name="Date"]', message: clock },
      { selector: 'MetaProperty[meta.name="import"][property.name="meta"]', message: world },
    ],
  }
}

export default defineConfig({
  plugins: ['typescript', 'import'],
  jsPlugins: ['./scripts/leaf-rules.ts'],
  categories: { correctness: 'off' },
  options: {
    typeAware: true,
    typeCheck: true,
    denyWarnings: true,
    reportUnusedDisableDirectives: 'error',
    respectEslintDisableDirectives: false,
  },
  // The kernel is AssemblyScript: its own compiler checks it, and its types are not TypeScript's.
  ignorePatterns: ['**/dist/', 'coverage/', 'data/', 'packages/recognition/kernel/'],
  rules: {
    eqeqeq: ['error', 'always', { null: 'ignore' }],
    'no-array-constructor': 'error',
    'no-fallthrough': 'error',
    'no-misleading-character-class': ['error', { allowEscape: true }],
    'no-self-compare': 'error',
    'no-unreachable': 'error',
    'no-unused-expressions': 'error',
    'no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
    'no-var': 'error',
    'prefer-const': 'error',
    'prefer-rest-params': 'error',
    'prefer-spread': 'error',
    'import/no-cycle': ['error', { ignoreExternal: true }],
    'import/no-default-export': 'error',
    'touchstone/file-name': 'error',
    'touchstone/no-restricted-syntax': ['error', ...restrictedSyntax],
    'touchstone/leaf-entrance': 'error',
    'touchstone/table-owner': 'error',
    'typescript/ban-ts-comment': 'error',
    'typescript/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
    'typescript/no-duplicate-enum-values': 'error',
    'typescript/no-empty-object-type': 'error',
    'typescript/no-explicit-any': 'error',
    'typescript/no-extra-non-null-assertion': 'error',
    'typescript/no-misused-new': 'error',
    'typescript/no-namespace': 'error',
    'typescript/no-non-null-asserted-optional-chain': 'error',
    'typescript/no-non-null-assertion': 'error',
    'typescript/no-require-imports': 'error',
    'typescript/no-this-alias': 'error',
    'typescript/no-unnecessary-type-constraint': 'error',
    'typescript/no-unsafe-declaration-merging': 'error',
    'typescript/no-unsafe-function-type': 'error',
    'typescript/no-wrapper-object-types': 'error',
    'typescript/prefer-as-const': 'error',
    'typescript/prefer-namespace-keyword': 'error',
    'typescript/triple-slash-reference': 'error',
  },
  overrides: [
    {
      files: ['**/*.ts', '**/*.tsx'],
      rules: {
        'typescript/await-thenable': 'error',
        'typescript/no-array-delete': 'error',
        'typescript/no-base-to-string': 'error',
        'typescript/no-duplicate-type-constituents': 'error',
        'typescript/no-floating-promises': 'error',
        'typescript/no-for-in-array': 'error',
        'typescript/no-implied-eval': 'error',
        'typescript/no-misused-promises': 'error',
        'typescript/no-redundant-type-constituents': 'error',
        'typescript/no-unnecessary-type-assertion': 'error',
        'typescript/no-unsafe-argument': 'error',
        'typescript/no-unsafe-assignment': 'error',
        'typescript/no-unsafe-call': 'error',
        'typescript/no-unsafe-enum-comparison': 'error',
        'typescript/no-unsafe-member-access': 'error',
        'typescript/no-unsafe-return': 'error',
        'typescript/no-unsafe-unary-minus': 'error',
        'typescript/only-throw-error': 'error',
        'typescript/prefer-promise-reject-errors': 'error',
        'typescript/restrict-plus-operands': 'error',
        'typescript/restrict-template-expressions': 'error',
        'typescript/switch-exhaustiveness-check': [
          'error',
          { considerDefaultExhaustiveForUnions: true },
        ],
      },
    },
    {
      // A tool asks for the default of its configuration; a declaration tells another package's.
      files: ['**/*.config.{js,ts}', '**/*.d.ts'],
      rules: { 'import/no-default-export': 'off' },
    },
    {
      files: ['packages/contract/src/**/*.ts'],
      excludeFiles: tests,
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
      excludeFiles: tests,
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
      excludeFiles: tests,
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
      files: ['packages/linkage/**/*.ts'],
      excludeFiles: tests,
      rules: {
        'touchstone/only-imports': [
          'error',
          {
            allow: dependenciesOf('linkage'),
            reason: `${linking}nothing of Node, of server or of cli.`,
          },
        ],
        ...purity(linking),
      },
    },
    {
      files: ['packages/**/*.ts'],
      excludeFiles: [
        'packages/server/src/platform/{db,jobs}/**',
        'packages/server/test/{postgresql-server,database-owner}.ts',
      ],
      rules: {
        'no-restricted-imports': [
          'error',
          { paths: connectionPaths, patterns: [connectionPattern, otherOrganisationBan] },
        ],
      },
    },
    {
      // The one place that writes on both sides of a notice.
      files: [
        'packages/server/src/enforcement/notice-exchange/**',
        'packages/server/src/sellers/referral-notices/both-sides.ts',
      ],
      rules: {
        'no-restricted-imports': [
          'error',
          { paths: connectionPaths, patterns: [connectionPattern] },
        ],
      },
    },
    {
      files: ['packages/recognition/**/*.ts'],
      rules: {
        'no-restricted-imports': [
          'error',
          {
            paths: connectionPaths,
            patterns: [
              connectionPattern,
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
            paths: connectionPaths,
            patterns: [
              connectionPattern,
              {
                group: [
                  '@touchstone/*',
                  'node:http',
                  'node:https',
                  'node:http2',
                  'node:net',
                  'node:tls',
                  'node:dgram',
                  'node:dns',
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
      files: ['packages/console/src/**/*.{ts,tsx}'],
      plugins: ['typescript', 'import', 'react'],
      rules: {
        'react/error-boundaries': 'error',
        'react/exhaustive-deps': 'error',
        'react/globals': 'error',
        'react/immutability': 'error',
        'react/preserve-manual-memoization': 'error',
        'react/purity': 'error',
        'react/refs': 'error',
        'react/rules-of-hooks': 'error',
        'react/set-state-in-effect': 'error',
        'react/set-state-in-render': 'error',
        'react/static-components': 'error',
        'react/unsupported-syntax': 'error',
        'react/use-memo': 'error',
      },
    },
    {
      files: ['packages/server/src/**/*.ts', 'packages/cli/**/*.ts'],
      excludeFiles: ['packages/server/src/platform/{db,jobs}/**'],
      rules: {
        'no-restricted-properties': ['error', queueSql],
      },
    },
    {
      // Except where they are taken from the process, and in threads, which have none of their own.
      files: ['packages/cli/src/**/*.ts'],
      excludeFiles: [...tests, 'packages/cli/src/{main,process-environment}.ts'],
      rules: {
        'no-restricted-globals': ['error', { name: 'console', message: processBan }],
        'no-restricted-imports': [
          'error',
          {
            paths: [
              ...connectionPaths,
              ...['process', 'console'].flatMap((name) =>
                [name, `node:${name}`].map((path) => ({ name: path, message: processBan })),
              ),
            ],
            patterns: [connectionPattern],
          },
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
          ].map((property) => ({ object: 'process', property, message: processBan })),
        ],
      },
    },
    {
      files: tests,
      rules: {
        'typescript/no-non-null-assertion': 'off',
        'typescript/no-unsafe-argument': 'off',
        'typescript/no-unsafe-assignment': 'off',
        'typescript/no-unsafe-call': 'off',
        'typescript/no-unsafe-member-access': 'off',
        'typescript/no-unsafe-return': 'off',
      },
    },
  ],
})
