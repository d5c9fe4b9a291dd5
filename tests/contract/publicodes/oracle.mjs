// Asks the reference engine, for tests only: one JSON question a line, one JSON answer a line.
// {"rules": {...}} loads rules; {"situation": {...}, "targets": [...]} evaluates under the rules loaded last.
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'

const { default: Engine, serializeUnit } = await import(pathToFileURL(process.argv[2]).href)
const silent = { log() {}, warn() {}, error() {} }
let engine

function answer({ situation, targets }) {
  const begun = performance.now()
  engine.setSituation(situation ?? {})
  const found = targets.map((target) => {
    try {
      const node = engine.evaluate(target)
      return {
        value: node.nodeValue,
        defined: node.nodeValue !== undefined,
        unit: node.unit ? serializeUnit(node.unit) ?? '' : null,
        missing: node.missingVariables ?? {},
      }
    } catch (error) {
      return { error: String(error.message) }
    }
  })
  return { found, milliseconds: performance.now() - begun }
}

for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line)
  let reply
  try {
    if (asked.rules) {
      const begun = performance.now()
      engine = new Engine(asked.rules, { logger: silent })
      reply = { milliseconds: performance.now() - begun }
    } else {
      reply = answer(asked)
    }
  } catch (error) {
    reply = { error: String(error.message) }
  }
  process.stdout.write(JSON.stringify(reply) + '\n')
}
