import { Button } from '@mantine/core'
import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import { Loading, Refused } from '../../components/index.ts'
import { useText } from '../../messages/index.ts'
import type { GraphDrawing } from './draw-graph.ts'
import type { DrawnGraph, DrawnNode } from './drawn-graph.ts'
import styles from './network.module.css'

export type GraphViewProps = {
  graph: DrawnGraph
  labelOf: (node: DrawnNode) => string
  marked: string | undefined
  onChoose: (node: DrawnNode) => void
  /** Called with the picture that somebody asked for. */
  onPicture: (picture: Blob) => void
}

/** Whether the browser draws by WebGL 2. */
function hasWebGl(): boolean {
  return document.createElement('canvas').getContext('webgl2') !== null
}

/** The graph as a picture. All it shows is in the tables below it. */
export function GraphView(props: GraphViewProps): ReactNode {
  const { t } = useText()
  const canDraw = useMemo(() => hasWebGl(), [])
  if (!canDraw) return <p className={styles.noGraph}>{t('network.no-webgl')}</p>
  return <Drawing {...props} />
}

function Drawing({ graph, labelOf, marked, onChoose, onPicture }: GraphViewProps): ReactNode {
  const { t, number } = useText()
  const stage = useRef<HTMLDivElement>(null)
  const [drawing, setDrawing] = useState<GraphDrawing>()
  /** The graph that is drawn now. */
  const [drawn, setDrawn] = useState<DrawnGraph>()
  const [error, setError] = useState<unknown>()
  const latest = useRef({ labelOf, onChoose })
  useEffect(() => {
    latest.current = { labelOf, onChoose }
  })
  useEffect(() => {
    const container = stage.current
    if (container === null) return undefined
    let isOpen = true
    let opened: GraphDrawing | undefined
    import('./draw-graph.ts')
      .then(({ openDrawing }) => {
        if (!isOpen) return
        opened = openDrawing(container, (node) => latest.current.onChoose(node))
        setDrawing(opened)
      })
      .catch(setError)
    return () => {
      isOpen = false
      opened?.end()
    }
  }, [])
  useEffect(() => {
    if (drawing === undefined) return undefined
    const ending = new AbortController()
    const { signal } = ending
    const draw = async (): Promise<void> => {
      const { layOut } = await import('./lay-out.ts')
      const places = await layOut(graph, signal)
      await drawing.show({ graph, places, labelOf: (node) => latest.current.labelOf(node) }, signal)
      setDrawn(graph)
    }
    draw().catch((fault: unknown) => {
      if (!signal.aborted) setError(fault)
    })
    return () => ending.abort(new Error('the page shows another graph'))
  }, [drawing, graph])
  const isDrawn = drawn === graph
  useEffect(() => {
    if (isDrawn) drawing?.mark(marked)
  }, [drawing, isDrawn, marked])
  const { nodes, edges } = graph
  return (
    <>
      <div
        className={styles.frame}
        data-drawn={isDrawn}
        role="img"
        aria-label={t('network.graph.label', {
          accounts: number(nodes.length),
          links: number(edges.length),
        })}
      >
        <div ref={stage} className={styles.stage} />
        {!isDrawn && error === undefined && (
          <div className={styles.arranging}>
            <Loading />
          </div>
        )}
      </div>
      <Refused error={error} />
      <div className={styles.controls}>
        <Button size="compact-sm" variant="default" onClick={() => drawing?.zoomIn()}>
          {t('network.zoom-in')}
        </Button>
        <Button size="compact-sm" variant="default" onClick={() => drawing?.zoomOut()}>
          {t('network.zoom-out')}
        </Button>
        <Button size="compact-sm" variant="default" onClick={() => drawing?.fit()}>
          {t('network.fit')}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          disabled={!isDrawn}
          onClick={() => void drawing?.toPng().then(onPicture, setError)}
        >
          {t('network.png')}
        </Button>
      </div>
    </>
  )
}
