import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import process from "node:process";
import { run } from "./prepare.mjs";
import { refuse, say, step } from "./say.mjs";

const BROWSERS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const MAC_BROWSERS = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];
const PYTHON_PACKAGES = ["boto3==1.43.11", "awscli==1.45.11", "cfn-lint==1.51.0"];

/** A Chromium: SLIPWAY_CHROMIUM, an installed one, Debian's by apt when root, else the one that an npm package carries. */
export async function browserPath(root) {
  const named = process.env.SLIPWAY_CHROMIUM;
  if (named) return fs.existsSync(named) ? named : refuse(`SLIPWAY_CHROMIUM=${named} is not there.`);
  const installed = findBrowser();
  if (installed) return installed;
  if (process.getuid?.() === 0 && which("apt-get")) {
    await step("Installing Debian's chromium (apt)", async () => {
      await run("apt-get", ["update", "-qq"]);
      await run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-dejavu-core"], {
        env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
      });
    });
    const fresh = findBrowser();
    if (fresh) return fresh;
  }
  const folder = path.join(root, ".cache", "chromium");
  await step("Installing a Chromium from npm", () =>
    run("npm", ["install", "--prefix", folder, "--no-audit", "--no-fund", "@sparticuz/chromium@153.0.0"]),
  );
  const { default: chromium } = await import(path.join(folder, "node_modules/@sparticuz/chromium/build/esm/index.js"));
  return chromium.executablePath();
}

function findBrowser() {
  return BROWSERS.map(which).find(Boolean) ?? MAC_BROWSERS.find((file) => fs.existsSync(file));
}

/**
 * boto3, the AWS CLI and cfn-lint in a folder of their own, for the conformance tests. Answers the PYTHONPATH and PATH
 * that find them; nothing where there is no Python, and the tests then say "skipped".
 */
export async function pythonTools(root, env) {
  const python = which("python3");
  if (!python) {
    say("No python3 here: the tests with boto3, the AWS CLI and cfn-lint are skipped.");
    return {};
  }
  const folder = path.join(root, ".cache", "python");
  const marker = path.join(folder, ".slipway");
  const wanted = PYTHON_PACKAGES.join("\n");
  if (!fs.existsSync(marker) || fs.readFileSync(marker, "utf8") !== wanted) {
    try {
      fs.rmSync(folder, { recursive: true, force: true });
      await step("Installing boto3, the AWS CLI and cfn-lint (pip)", () =>
        run(python, [
          "-m",
          "pip",
          "install",
          "--quiet",
          "--disable-pip-version-check",
          "--target",
          folder,
          ...PYTHON_PACKAGES,
        ]),
      );
      fs.writeFileSync(marker, wanted);
    } catch (error) {
      if (process.env.CI) throw error;
      say("They could not be installed: their tests are skipped.");
      return {};
    }
  }
  return { PYTHONPATH: folder, PATH: `${path.join(folder, "bin")}${path.delimiter}${env.PATH}` };
}

function which(name) {
  try {
    return execFileSync("/bin/sh", ["-c", `command -v "${name}"`], { encoding: "utf8" }).trim() || undefined;
  } catch {
    return undefined;
  }
}
