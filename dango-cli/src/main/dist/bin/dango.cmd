@echo off
rem Starts Dango on Windows.
setlocal
set "DANGO_HOME=%~dp0.."
set "DANGO_JAVA=java"
if defined JAVA_HOME set "DANGO_JAVA=%JAVA_HOME%\bin\java"
"%DANGO_JAVA%" -version >nul 2>&1
if errorlevel 1 (
    echo dango: needs Java 17 or later, and there is none. Install one, or set JAVA_HOME. 1>&2
    exit /b 1
)
"%DANGO_JAVA%" -Xshare:auto -XX:+UseSerialGC %DANGO_JAVA_OPTS% "-Ddango.home=%DANGO_HOME%" -cp "%DANGO_HOME%\lib\*" dev.dango.cli.Main %*
exit /b %errorlevel%
