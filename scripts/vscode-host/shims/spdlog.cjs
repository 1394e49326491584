// Stands in for @vscode/spdlog, which would have to be compiled: without it VS Code has no log files, and the
// extension's "Show Log" would show nothing. Same interface, plain appends.
const { appendFileSync, mkdirSync, renameSync, statSync } = require('node:fs');
const path = require('node:path');

const names = ['trace', 'debug', 'info', 'warning', 'error', 'critical'];
const two = number => String(number).padStart(2, '0');

function format(pattern, level, message) {
  const now = new Date();
  const parts = {
    '%Y': now.getFullYear(),
    '%m': two(now.getMonth() + 1),
    '%d': two(now.getDate()),
    '%H': two(now.getHours()),
    '%M': two(now.getMinutes()),
    '%S': two(now.getSeconds()),
    '%e': String(now.getMilliseconds()).padStart(3, '0'),
    '%l': names[level],
    '%v': message,
    '%+': message,
    '%^': '',
    '%$': '',
  };
  return pattern.replace(/%[A-Za-z+^$]/g, token => parts[token] ?? token);
}

class Logger {
  constructor(_type, _name, file, maxBytes) {
    this.file = file;
    this.maxBytes = maxBytes;
    this.level = 2;
    this.pattern = '%Y-%m-%d %H:%M:%S.%e [%l] %v\n';
    this.size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  }
  write(level, message) {
    if (level < this.level || this.file === undefined) return;
    const line = format(this.pattern, level, message);
    try {
      if (this.maxBytes > 0 && this.size > this.maxBytes) {
        renameSync(this.file, `${this.file}.1`);
        this.size = 0;
      }
      appendFileSync(this.file, line);
      this.size += Buffer.byteLength(line);
    } catch {
      // A log must not break what it tells of.
    }
  }
  trace(message) {
    this.write(0, message);
  }
  debug(message) {
    this.write(1, message);
  }
  info(message) {
    this.write(2, message);
  }
  warn(message) {
    this.write(3, message);
  }
  error(message) {
    this.write(4, message);
  }
  critical(message) {
    this.write(5, message);
  }
  getLevel() {
    return this.level;
  }
  setLevel(level) {
    this.level = level;
  }
  setPattern(pattern) {
    this.pattern = `${pattern}\n`;
  }
  clearFormatters() {
    this.pattern = '%v';
  }
  flush() {}
  drop() {
    this.file = undefined;
  }
}

async function createLogger(name, file, maxBytes, maxFiles) {
  mkdirSync(path.dirname(file), { recursive: true });
  return new Logger('rotating', name, file, maxBytes, maxFiles);
}

// One by one, because VS Code imports them by name from an ES module.
exports.version = 0;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.Logger = Logger;
exports.createRotatingLogger = createLogger;
exports.createAsyncRotatingLogger = createLogger;
