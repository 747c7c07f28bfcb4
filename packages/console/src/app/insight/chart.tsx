import { useElementSize } from '@mantine/hooks'
import { BarChart, LineChart, type BarSeriesOption, type LineSeriesOption } from 'echarts/charts'
import {
  AriaComponent,
  GridComponent,
  LegendComponent,
  type AriaComponentOption,
  type GridComponentOption,
  type LegendComponentOption,
} from 'echarts/components'
import { init, use as register, type ComposeOption } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { useEffect, useRef, type ReactNode } from 'react'
import styles from './insight.module.css'

register([BarChart, LineChart, GridComponent, LegendComponent, AriaComponent, SVGRenderer])

export type ChartOption = ComposeOption<
  | AriaComponentOption
  | BarSeriesOption
  | LineSeriesOption
  | GridComponentOption
  | LegendComponentOption
>

export type ChartProps = {
  /** What the chart shows, in a sentence. */
  label: string
  height: number
  option: ChartOption
}

/** A chart as a picture: its numbers are in the table beside it. */
export function Chart({ label, height, option }: ChartProps): ReactNode {
  const { ref, width } = useElementSize<HTMLDivElement>()
  const figure = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (width > 0) figure.current?.replaceChildren(draw(option, { width, height }))
  }, [option, width, height])
  return (
    <div ref={ref} className={styles.chart}>
      <div ref={figure} role="img" aria-label={label} />
    </div>
  )
}

/**
 * Draws outside the page. The content security policy refuses styles in markup: rules for a pointer are left out, and
 * attributes renamed before the text is parsed and set as properties afterwards.
 */
function draw(option: ChartOption, size: { width: number; height: number }): Node {
  const chart = init(null, null, { renderer: 'svg', ssr: true, ...size })
  chart.setOption({ ...option, animation: false })
  const text = withoutRules(chart.renderToSVGString()).replaceAll(' style="', ' data-style="')
  chart.dispose()
  const { documentElement } = new DOMParser().parseFromString(text, 'image/svg+xml')
  const svg = document.importNode(documentElement, true)
  for (const element of svg.querySelectorAll<SVGElement>('[data-style]')) {
    element.style.cssText = element.dataset['style'] ?? ''
    delete element.dataset['style']
  }
  return svg
}

const [ruleStart, ruleEnd] = ['<style', '</style>']

/** Leaves out style elements; text of the drawing is escaped, so that none can be part of it. */
function withoutRules(text: string): string {
  const [first = '', ...others] = text.split(ruleStart)
  const rest = others.map((part) => part.slice(part.indexOf(ruleEnd) + ruleEnd.length))
  return [first, ...rest].join('')
}
