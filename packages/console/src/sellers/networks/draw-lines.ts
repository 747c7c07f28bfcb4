import type Sigma from 'sigma'

/** Lines in the order in which they are drawn. */
export type Lines = {
  /** x and y of both ends, one line after another. */
  ends: Float32Array
  /** Red, green, blue and opacity of each end. */
  colours: Uint8Array
}

type Layer = Parameters<Parameters<Sigma['addCustomLayerProgram']>[2]>[0]
type RenderParams = Parameters<
  ReturnType<Parameters<Sigma['addCustomLayerProgram']>[2]>['render']
>[0]

const verticesOfLine = 2
const vertexShader = `#version 300 es
in vec2 place;
in vec4 colour;
uniform mat3 matrix;
uniform vec2 offset;
uniform vec2 scale;
out vec4 shade;
void main() {
  gl_Position = vec4((matrix * vec3(offset + scale * place, 1.0)).xy, 0.0, 1.0);
  shade = vec4(colour.rgb * colour.a, colour.a);
}`
const fragmentShader = `#version 300 es
precision mediump float;
in vec4 shade;
out vec4 drawn;
void main() {
  drawn = shade;
}`

/**
 * Draws very many lines of one pixel as one array. The library keeps an object for each edge and goes through all of them
 * in one task whenever one is added or the view comes to rest.
 */
export function drawLines(sigma: Sigma, id: string): (lines: Lines) => void {
  let shown: Lines = { ends: new Float32Array(), colours: new Uint8Array() }
  let upload: (() => void) | undefined
  sigma.addCustomLayerProgram(id, 'edges', (gl) => {
    const program = programOf(gl)
    const [places, colours] = [gl.createBuffer(), gl.createBuffer()]
    const vertices = gl.createVertexArray()
    gl.bindVertexArray(vertices)
    attribute(gl, program, { name: 'place', buffer: places, size: 2, type: gl.FLOAT })
    attribute(gl, program, { name: 'colour', buffer: colours, size: 4, type: gl.UNSIGNED_BYTE })
    gl.bindVertexArray(null)
    const uniforms = ['matrix', 'offset', 'scale'].map((name) =>
      gl.getUniformLocation(program, name),
    )
    upload = () => {
      gl.bindBuffer(gl.ARRAY_BUFFER, places)
      gl.bufferData(gl.ARRAY_BUFFER, shown.ends, gl.STATIC_DRAW)
      gl.bindBuffer(gl.ARRAY_BUFFER, colours)
      gl.bufferData(gl.ARRAY_BUFFER, shown.colours, gl.STATIC_DRAW)
    }
    upload()
    return {
      render: ({ matrix }: RenderParams) => {
        if (shown.ends.length === 0) return
        const normalise = sigma.getNormalizationFunction()
        const [from, to] = [normalise({ x: 0, y: 0 }), normalise({ x: 1, y: 1 })]
        gl.useProgram(program)
        gl.uniformMatrix3fv(uniforms[0] ?? null, false, matrix)
        gl.uniform2f(uniforms[1] ?? null, from.x, from.y)
        gl.uniform2f(uniforms[2] ?? null, to.x - from.x, to.y - from.y)
        gl.bindVertexArray(vertices)
        gl.drawArrays(gl.LINES, 0, shown.ends.length / verticesOfLine)
        gl.bindVertexArray(null)
      },
      kill: () => {
        gl.deleteVertexArray(vertices)
        gl.deleteBuffer(places)
        gl.deleteBuffer(colours)
        gl.deleteProgram(program)
      },
    }
  })
  return (lines) => {
    shown = lines
    upload?.()
    sigma.scheduleRender()
  }
}

function programOf(gl: Layer): WebGLProgram {
  const program = gl.createProgram()
  for (const [type, source] of [
    [gl.VERTEX_SHADER, vertexShader],
    [gl.FRAGMENT_SHADER, fragmentShader],
  ] as const) {
    const shader = gl.createShader(type)
    if (shader === null) throw new Error('the browser has lost its graphics')
    gl.shaderSource(shader, source)
    gl.compileShader(shader)
    gl.attachShader(program, shader)
    gl.deleteShader(shader)
  }
  gl.linkProgram(program)
  return program
}

function attribute(
  gl: Layer,
  program: WebGLProgram,
  { name, buffer, size, type }: { name: string; buffer: WebGLBuffer; size: number; type: number },
): void {
  const place = gl.getAttribLocation(program, name)
  gl.bindBuffer(gl.ARRAY_BUFFER, buffer)
  gl.enableVertexAttribArray(place)
  gl.vertexAttribPointer(place, size, type, type !== gl.FLOAT, 0, 0)
}
