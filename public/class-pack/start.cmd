@echo off
rem Starts Glasshouse for a class, with Node or Python, whichever is there.
cd /d "%~dp0"
where node >nul 2>nul
if not errorlevel 1 (
  node server\serve.mjs %*
  pause
  exit /b
)
where py >nul 2>nul
if not errorlevel 1 (
  py -3 server\serve.py %*
  pause
  exit /b
)
python --version >nul 2>nul
if not errorlevel 1 (
  python server\serve.py %*
  pause
  exit /b
)
echo Neither Node.js nor Python was found. README.txt says what to do.
pause
