FROM python:3.12-slim
WORKDIR /srv/thongke
COPY requirements.txt ./
RUN pip install --no-cache-dir --require-hashes -r requirements.txt
COPY . .
RUN pip install --no-cache-dir --no-deps --no-build-isolation . && useradd --system thongke
USER thongke
ENTRYPOINT []
