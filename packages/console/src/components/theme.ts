import {
  createTheme,
  type CSSVariablesResolver,
  type MantineColorsTuple,
  type MantineThemeOverride,
} from '@mantine/core'

const ink: MantineColorsTuple = [
  '#eef3ff',
  '#dbe5fd',
  '#b5c8fa',
  '#8db2ff',
  '#6690f0',
  '#4a76e0',
  '#3562d3',
  '#1f4fc4',
  '#1a43a8',
  '#14357f',
]

/** Mantine's greys in the hue of the dark surfaces. */
const dark: MantineColorsTuple = [
  '#e7ebf0',
  '#c5ccd5',
  '#a0abb9',
  '#717c8a',
  '#3a444f',
  '#29313b',
  '#1e252e',
  '#161b22',
  '#10151b',
  '#0b0f14',
]

const fonts = [
  "'Inter Variable'",
  'system-ui',
  "'Segoe UI'",
  'Roboto',
  "'Noto Sans'",
  "'PingFang SC'",
  "'Microsoft YaHei'",
  "'Noto Sans CJK SC'",
  'sans-serif',
].join(', ')

/** One scale each for type and spacing, and one accent; verdict colours are in tokens.css. */
export const theme: MantineThemeOverride = createTheme({
  colors: { ink, dark },
  primaryColor: 'ink',
  primaryShade: { light: 7, dark: 6 },
  black: '#18202b',
  fontFamily: fonts,
  fontFamilyMonospace: "ui-monospace, 'SF Mono', Menlo, Consolas, monospace",
  headings: {
    fontFamily: fonts,
    fontWeight: '650',
    sizes: {
      h1: { fontSize: 'var(--size-title)', lineHeight: '1.25' },
      h2: { fontSize: 'var(--size-lead)', lineHeight: '1.3' },
      h3: { fontSize: 'var(--size-body)', lineHeight: '1.4' },
    },
  },
  fontSizes: {
    xs: 'var(--size-small)',
    sm: 'var(--size-fine)',
    md: 'var(--size-body)',
    lg: 'var(--size-lead)',
    xl: 'var(--size-title)',
  },
  spacing: {
    xs: 'var(--space-2)',
    sm: 'var(--space-3)',
    md: 'var(--space-4)',
    lg: 'var(--space-6)',
    xl: 'var(--space-8)',
  },
  radius: { xs: '4px', sm: '6px', md: 'var(--corner)', lg: '12px', xl: '999px' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    // With the radius of a field, a checkbox would look like a radio button.
    Checkbox: { defaultProps: { radius: 'xs' } },
    // A <header> element would be a second banner landmark.
    Modal: { defaultProps: { attributes: { header: { role: 'presentation' } } } },
  },
})

/** Mantine's own greys have too little contrast for small text (WCAG 2.2, 1.4.3). */
export const variables: CSSVariablesResolver = () => {
  const shared = {
    '--mantine-color-body': 'var(--page)',
    '--mantine-color-text': 'var(--text)',
    '--mantine-color-dimmed': 'var(--muted)',
    '--mantine-color-placeholder': 'var(--muted)',
    '--mantine-color-anchor': 'var(--accent)',
    '--mantine-color-error': 'var(--block)',
    '--mantine-color-default': 'var(--surface)',
    '--mantine-color-default-hover': 'var(--raised)',
    '--mantine-color-default-color': 'var(--text)',
    '--mantine-color-default-border': 'var(--line-strong)',
    '--mantine-line-height': '1.5',
  }
  return { variables: {}, light: shared, dark: shared }
}
