export { compileEngine, type Engine } from './engine.ts'
export { inProcess } from './in-process.ts'
export { unread, type Judged, type Screening, type ScreenOptions } from './model.ts'
export { notRunning, startScreening } from './screening.ts'
